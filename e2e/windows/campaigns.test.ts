import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { HOST } from '../support/com-port.ts';
import { outputOf } from '../support/owned-process.ts';

const command = path.resolve(import.meta.dirname, '../../scripts/commands/faults.ts');
const report = z.looseObject({ runs: z.int(), ok: z.boolean(), notes: z.array(z.string()) });

/** Plays a campaign with Windows' Node.js, in a size that is a matter of seconds. */
const play = async (name: string, runs: number) => {
  const args = [command, name, '--runs', String(runs), '--no-controls', '--json'];
  return report.parse(JSON.parse(await outputOf(process.execPath, args)));
};

test.runIf(HOST !== undefined)(
  'terminals that are killed at random moments lose nothing',
  async () => {
    const { runs, ok, notes } = await play('kill', 9);
    expect(ok, notes.join('\n')).toBe(true);
    expect(runs).toBe(9);
  },
  180_000,
);

test('histories are as the model has them', async () => {
  const { runs, ok, notes } = await play('histories', 10);
  expect(ok, notes.join('\n')).toBe(true);
  expect(runs).toBe(10);
}, 180_000);
