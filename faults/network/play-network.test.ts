import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../campaign.ts';
import { FAULT_NAMES, isKill } from './line-faults.ts';
import { playNetwork } from './play-network.ts';
import { type Stage, startStage } from './stage.ts';

// With processes that are killed it is played by the campaign, and there the product is changed.
const only = FAULT_NAMES.filter((name) => !isKill(name));

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(0);
});
afterAll(() => stage?.stop());

describe('a run of the campaign', () => {
  it('has faults of many kinds, two terminals with one delivery, and nothing wrong', async () => {
    const played = await playNetwork(stage, { random: makeRandom(7), only });
    expect(played).toMatchObject({ wrongs: [], crashes: [] });
    expect(played.faults.size).toBeGreaterThan(5);
    expect(played.handOvers).toBeGreaterThan(2);
  });

  it('finds an entry that central has lost', async () => {
    const { pool } = stage.office.ports;
    // Whatever is stored is forgotten again at once, but for what counts hand-overs.
    await pool.query(
      `create function forget() returns trigger language plpgsql as
         $$ begin delete from entry where depot = new.depot and terminal = new.terminal
           and sequence = new.sequence and kind = 'clock'; return null; end $$`,
    );
    await pool.query(
      'create trigger forgets after insert on entry for each row execute function forget()',
    );
    const played = await playNetwork(stage, { random: makeRandom(7), only: ['pieces'] });
    expect(played.wrongs).toContainEqual(expect.objectContaining({ kind: 'lost' }));
  });
});
