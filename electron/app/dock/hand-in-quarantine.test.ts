import { expect, test } from 'vitest';
import type { RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { ok } from '../../../shared/result.ts';
import { Hindrance } from '../../../shared/terminal/problem.ts';
import { aHead, anEntry } from '../../testing/samples.ts';
import type { Central, TerminalRecord } from '../ports/central.ts';
import type { Store } from '../ports/store.ts';
import { handInQuarantine } from './hand-in-quarantine.ts';

const cause = {
  name: 'rolled-back' as const,
  report: { anchored: aHead(3), stored: aHead(2) } as unknown as RolledBackReport,
};
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
      cause,
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

test('a log that central had, and lost with its backup, is given to it again', async () => {
  const log = [1, 2, 3].map(anEntry);
  const given: number[][] = [];
  const store = {
    acknowledged: () => 3,
    logPosition: () => aHead(3),
    entriesAfter: (from: number) => log.slice(from),
  } as unknown as Store;
  const restored = {
    ...central,
    handIn: async (_record: TerminalRecord, entries: readonly SignedEntry[]) => {
      given.push(entries.map(({ entry }) => entry.sequence));
      const acknowledged = given.length === 1 ? 1 : 3;
      return ok({ receipt: { acknowledged }, findings: [] });
    },
  } as unknown as Central;
  await new Promise<void>((done) => {
    handInQuarantine({
      ...{ record: {} as TerminalRecord, cause, store, central: restored },
      ...{ changed: () => undefined, random: () => 0, diagnostics: () => done() },
    });
  });
  expect(given).toEqual([[3], [2, 3]]);
});
