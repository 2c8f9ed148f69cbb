import { expect, test } from 'vitest';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import type { TerminalRecord } from '../ports/central.ts';
import type { Store } from '../ports/store.ts';
import { isNewer } from './take-keys.ts';
import { dockForTests } from './testing/dock-for-tests.ts';

const { start, rollRoot, endKey } = dockForTests();

const recordOf = (store: Store): TerminalRecord => {
  const record = store.terminal();
  if (record === null) throw new Error('the terminal is not enrolled');
  return record;
};

test('a terminal takes the next root over with the first answer, and goes on by it after a restart', async () => {
  const { dock, store, run, again } = await start();
  await run();
  const { root: first } = recordOf(store);
  const next = await rollRoot();
  dock.leave();
  const { sequence } = store.logPosition();
  await run();
  expect(dock.state()).toMatchObject({ phase: 'done' });
  expect(recordOf(store)).toMatchObject({ root: next });
  expect(recordOf(store).roots).toHaveLength(1);
  // The first entry of the docking vouches for it.
  const [entry] = store.entriesAfter(sequence, 1);
  expect(entry?.entry.content).toMatchObject({ kind: 'pulled', items: 0 });
  expect(await agreesWithLog(store)).toBe(true);
  expect(first).not.toBe(next);
  // And a list that is changed under it comes as any other does, through two rolls as well.
  const ended = await endKey('time');
  const last = await rollRoot();
  dock.leave();
  await run();
  expect(dock.state()).toMatchObject({ phase: 'done' });
  expect(recordOf(store)).toMatchObject({ root: last });
  expect(recordOf(store).roots).toHaveLength(2);
  expect(JSON.stringify(recordOf(store).keys)).not.toContain(ended);
  const docked = await again();
  expect(docked.store.stopped()).toBeNull();
  expect(recordOf(docked.store)).toMatchObject({ root: last });
  await docked.close();
});

test('the root that was left is noticed when it is put back into the store, and so is half of it', async () => {
  const { dock, store, run, close } = await start();
  await run();
  const before = recordOf(store);
  await rollRoot();
  dock.leave();
  await run();
  const { root, keys, roots = [] } = recordOf(store);
  expect(await agreesWithLog(store)).toBe(true);
  for (const put of [
    { root: before.root, roots, keys: before.keys },
    { root: before.root, roots, keys },
    { root, roots: roots.map((one) => ({ ...one, keyId: 'other' })), keys },
    { root, roots, keys: before.keys },
  ]) {
    store.write((writer) => writer.applyItem({ type: 'root', ...put }));
    expect(await agreesWithLog(store)).toBe(false);
  }
  store.write((writer) => writer.applyItem({ type: 'root', root, roots, keys }));
  expect(await agreesWithLog(store)).toBe(true);
  close();
});

test('a list of the root that was left, which waited in the manifest, changes nothing and refuses nothing', async () => {
  const { dock, store, run, close } = await start();
  await run();
  const { keys } = recordOf(store);
  await rollRoot();
  dock.leave();
  await run();
  const record = recordOf(store);
  expect(isNewer(record, { type: 'keys', keys })).toEqual({ ok: true, value: false });
  // Of one that was never its own it refuses the page.
  const { roots: _, ...elsewhere } = record;
  expect(isNewer(elsewhere, { type: 'keys', keys })).toEqual({
    ok: false,
    error: 'central-not-genuine',
  });
  close();
});
