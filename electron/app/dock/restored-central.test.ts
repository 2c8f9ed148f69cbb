import { expect, test } from 'vitest';
import type { Sequence } from '../../../shared/protocol/ids.ts';
import { hashEntry } from '../../../shared/protocol/log/chain.ts';
import { err } from '../../../shared/result.ts';
import { allStops } from '../../testing/all-stops.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import { dockForTests, finding } from './testing/dock-for-tests.ts';

const { start } = dockForTests();

test('a central that was restored is given again what it lost, and the manifest is pulled anew (C2)', async () => {
  const { dock, store, stop, other, handedOver, answer, run, close } = await start();
  await run();
  const acknowledged = store.acknowledged();
  const given: number[][] = [];
  const cursor = store.cursor();
  let known = 1;
  answer((real) => ({
    handIn: async (record, entries) => {
      const numbers = entries.map(({ entry }) => entry.sequence);
      given.push(numbers);
      // It has the first entry alone, and takes what follows without a gap.
      if (numbers[0] === known + 1) known = numbers.at(-1) ?? known;
      const [named] = store.entriesAfter((known - 1) as Sequence, 1);
      if (named === undefined) throw new Error('there is no such entry');
      const receipt = {
        terminal: record.grant.terminal,
        acknowledged: known as Sequence,
        hash: hashEntry(named.entry),
      };
      const findings =
        numbers[0] === 2 || known >= (numbers[0] ?? 0) ? [] : [finding(handedOver, 'gap')];
      return { ok: true, value: { receipt, findings } };
    },
    pull: async (record, after, now) =>
      after === cursor ? err('cursor-unknown') : real.pull(record, after, now),
  }));
  await run();
  expect(dock.state().phase).toBe('done');
  expect(dock.findings()).toEqual([]);
  expect(given[0]?.[0]).toBe(acknowledged + 1);
  expect(given[1]?.[0]).toBe(2);
  expect(store.waiting().entries).toBe(0);
  expect(store.stop(other.delivery)?.withdrawn).toBe(false);
  expect(store.stop(stop.delivery)?.acceptance).toMatchObject({ sequence: handedOver });
  expect(await agreesWithLog(store)).toBe(true);
  close();
});

test('what a restored central does not give again is taken away, whatever is cut between (C2)', async () => {
  const { store, stop, other, answer, run, dock, close } = await start();
  await run();
  const cursor = store.cursor();
  answer((real) => ({
    pull: async (record, after, now) => {
      if (after === cursor) return err('cursor-unknown');
      const page = await real.pull(record, 0, now);
      if (!page.ok) return page;
      const items = page.value.items.filter(({ type }) => type !== 'delivery');
      return { ok: true, value: { ...page.value, after, cursor: 1, items } };
    },
  }));
  await run();
  expect(dock.state().phase).toBe('done');
  expect(store.cursor()).toBe(1);
  expect(store.stop(other.delivery)?.withdrawn).toBe(true);
  expect(allStops(store).map(({ delivery }) => delivery)).toEqual([stop.delivery]);
  expect(await agreesWithLog(store)).toBe(true);
  close();
});

test('a central that loses the log again and again in one docking is not followed for ever (C2)', async () => {
  const { dock, answer, run, close } = await start();
  await run();
  let asked = 0;
  answer((real) => ({
    handIn: async (record, entries, now) => {
      asked++;
      const answered = await real.handIn(record, entries, now);
      if (!answered.ok || asked % 2 === 0) return answered;
      const receipt = { ...answered.value.receipt, acknowledged: 0 as Sequence, hash: null };
      return { ok: true, value: { receipt, findings: [] } };
    },
    // Something new, so that there is an entry more to hand in.
    pull: async (record, after, now) => {
      const page = await real.pull(record, 0, now);
      return page.ok
        ? { ok: true, value: { ...page.value, after, cursor: after + 1, items: [] } }
        : page;
    },
  }));
  await run();
  expect(asked).toBe(3);
  expect(dock.state()).toMatchObject({ phase: 'failed', problem: 'hand-in-refused' });
  close();
});
