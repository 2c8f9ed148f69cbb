import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CampaignCentral,
  startCampaignCentral,
} from '../../../central/src/testing/campaign-central.ts';
import { makeMemoryKeychain } from '../../../faults/support/memory-keychain.ts';
import { clientFor } from '../../../faults/support/reach-central.ts';
import { openTerminal } from '../../../faults/support/terminal.ts';
import { makeSystemClock } from '../../clock/system-clock.ts';
import { allStops } from '../../testing/all-stops.ts';

const clock = makeSystemClock();
let central: CampaignCentral;
beforeAll(async () => {
  central = await startCampaignCentral({ now: clock.wall });
});
afterAll(() => central.stop());

/** A terminal with a route, and a way to show a stop's code to any terminal that has it. */
const start = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kerbside-twins-'));
  const original = { folder: join(folder, 'original'), profile: 'twins' };
  const copy = { folder: join(folder, 'copy'), profile: 'twins' };
  const keychain = makeMemoryKeychain();
  const depot = await central.newDepot({ waitsSeconds: [0] });
  const open = async (home: typeof original) => {
    const opened = await openTerminal({ home, keychain, clock, central: clientFor(clock) });
    if (!opened.ok) throw new Error(opened.error);
    const terminal = opened.value;
    const show = async (n: number) => {
      const stop = allStops(terminal.store)[n - 1];
      if (stop === undefined) throw new Error(`there is no stop ${n}`);
      const judged = await terminal.show(stop, await depot.codeOf(stop));
      if (!judged.ok) return judged.error;
      return judged.value.result === 'accepted' ? 'accepted' : judged.value.reason;
    };
    return { ...terminal, show };
  };
  const first = await open(original);
  await first.enrol(await depot.newEnrolmentCode());
  const id = first.store.terminal()?.grant.terminal;
  if (id === undefined) throw new Error('the terminal is not enrolled');
  await depot.giveStops(id, [{}, {}]);
  await first.dock();
  await first.close();
  cpSync(original.folder, copy.folder, { recursive: true });
  return { a: await open(original), b: await open(copy), open, original };
};

test('of two on copies of one profile only one accepts, and the other one says why (A1)', async () => {
  const { a, b, open, original } = await start();
  expect(await b.show(1)).toBe('accepted');
  await b.close();
  expect(await a.show(2)).toBe('store-rolled-back');
  expect(await a.show(1)).toBe('store-rolled-back');
  await a.close();
  await expect(open(original)).rejects.toThrow('store-rolled-back');
});

test('of two that write in one moment not both go on (A1)', async () => {
  const { a, b } = await start();
  await Promise.all([a.show(1), b.show(1)]);
  expect([await a.show(2), await b.show(2)]).toContain('store-rolled-back');
  await a.close();
  await b.close();
});
