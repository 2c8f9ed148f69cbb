import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR } from '../clock.ts';
import { type PostgresPair, startPostgresPair } from '../testing/postgres-pair.ts';
import { until } from '../testing/seed.ts';
import { startTestCentral, type TestCentral } from '../testing/test-central.ts';
import { readDurability } from './durability.ts';
import { openPool, type Pool, transaction } from './pool.ts';

let pair: PostgresPair;
let central: TestCentral;
let pool: Pool;
const onPair = { makeMigrated: async () => pair.url };
beforeAll(async () => {
  pair = await startPostgresPair('for-standby');
  central = await startTestCentral(onPair);
  pool = openPool(pair.url, () => {});
}, 120_000);
afterAll(async () => {
  await central?.stop();
  await pool?.end();
  await pair?.stop();
});

const ready = async () => {
  const answer = await fetch(`${central.url}/readyz`);
  return { status: answer.status, body: await answer.json() };
};

describe('central over a primary with a standby', () => {
  it('says that the loss of one machine loses nothing', async () => {
    expect(await ready()).toEqual({
      status: 200,
      body: {
        status: 'ready',
        survivesLossOfMachine: true,
        why: 'A synchronous standby has it.',
      },
    });
    const text = await (await fetch(`${central.url}/metrics`)).text();
    expect(text).toContain('kerbside_database_survives_loss 1');
  });

  it('takes no word for kept where somebody ends the wait for the standby', async () => {
    pair.deafenStandby(true);
    try {
      const made = transaction(pool, async (tx) => {
        await tx.query('create table lonely ()');
      });
      const ended = expect(made).rejects.toThrow('no standby has it yet');
      await until(async () => {
        const rows = await pair
          .primary()
          .query(
            "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'",
          );
        return rows.length > 0;
      });
      await ended;
    } finally {
      pair.deafenStandby(false);
    }
  });

  it('goes on by itself when the standby takes over, and says what is missing then', async () => {
    await pair.failOver();
    await until(async () => (await ready()).status === 200);
    expect(await readDurability(pool)).toEqual({
      survivesLoss: false,
      why: 'No synchronous standby is attached: commits wait for one.',
    });
    // What is committed waits for a standby, and nobody is told that it is kept before.
    const made = central.staff('POST', '/v1/depots', {
      name: 'Nord',
      sender: 'K',
      timeZone: 'UTC',
    });
    await pair.addStandby();
    expect((await made).status).toBe(201);
    expect(await readDurability(pool)).toMatchObject({ survivesLoss: true });
  }, 120_000);
});

describe('the time', () => {
  it("is the database's, though this machine's clock is an hour off", async () => {
    const off = await startTestCentral(
      {} as never,
      {
        databaseUrl: pair.url,
        now: undefined,
        wallClock: () => (Date.now() + HOUR) as Instant,
        dataFolder: central.dataFolder,
      } as never,
    );
    try {
      expect(Math.abs(off.ports.now() - Date.now())).toBeLessThan(2_000);
      const text = await (await fetch(`${off.url}/metrics`)).text();
      expect(Number(/^kerbside_clock_ahead_seconds (\S+)$/m.exec(text)?.[1])).toBeCloseTo(
        3_600,
        -1,
      );
    } finally {
      await off.stop();
    }
  });
});
