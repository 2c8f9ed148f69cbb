import { expect, test } from 'vitest';
import type { RolledBackReport } from '../../shared/api/terminal.ts';
import type { Instant } from '../../shared/ids.ts';
import { Hindrance } from '../../shared/problem.ts';
import { ok } from '../../shared/result.ts';
import { aHead } from '../testing/samples.ts';
import { handInQuarantine } from './hand-in-quarantine.ts';
import type { Central, Store, TerminalRecord } from './ports.ts';

const central = {
  reportRolledBack: async () => ok(null),
  proveTime: async () => ok({ time: 1_800_000_000_000 as Instant, revoked: null }),
} as unknown as Central;

test('a store that cannot be read is said, once it was tried, and tried again', async () => {
  const said: unknown[] = [];
  const unreadable = {
    acknowledged: () => {
      throw new Hindrance('store-damaged', new Error('a disk fails'));
    },
  } as unknown as Store;
  await new Promise<void>((tried) => {
    const { stop } = handInQuarantine({
      record: {} as TerminalRecord,
      cause: {
        name: 'rolled-back',
        report: { anchored: aHead(3), stored: aHead(2) } as unknown as RolledBackReport,
      },
      changed: () => undefined,
      store: unreadable,
      central,
      random: () => 0,
      diagnostics: (event, facts) => {
        said.push({ event, ...facts });
        if (said.length < 2) return;
        stop();
        tried();
      },
    });
  });
  const failed = { event: 'quarantine', handedIn: false, problem: 'store-damaged' };
  expect(said).toEqual([failed, failed]);
});
