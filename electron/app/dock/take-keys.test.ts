import { expect, test } from 'vitest';
import { keyList, openDocument } from '../../../shared/protocol/api/signed.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import type { TerminalRecord } from '../ports/central.ts';
import type { Store } from '../ports/store.ts';
import { dockForTests } from './testing/dock-for-tests.ts';

const { start, endKey } = dockForTests();

const recordOf = (store: Store): TerminalRecord => {
  const record = store.terminal();
  if (record === null) throw new Error('the terminal is not enrolled');
  return record;
};
const idsOf = (store: Store): readonly string[] => {
  const { root, keys } = recordOf(store);
  const list = openDocument('keys', keyList, keys, root, verifySignature);
  if (!list.ok) throw new Error(list.error);
  return list.value.keys.map(({ id }) => id);
};

test('a key that was ended counts no more from the next docking on, whatever it was for', async () => {
  const { dock, store, run, again } = await start();
  await run();
  for (const purpose of ['time', 'manifest', 'receipt', 'pass', 'audit'] as const) {
    const ended = await endKey(purpose);
    // Until then it is as before.
    expect(idsOf(store)).toContain(ended);
    dock.leave();
    await run();
    expect(dock.state()).toMatchObject({ phase: 'done' });
    expect(idsOf(store)).not.toContain(ended);
    expect(await agreesWithLog(store)).toBe(true);
  }
  const docked = await again();
  expect(docked.store.stopped()).toBeNull();
  await docked.close();
});

test('an old list that is put back into the store is noticed', async () => {
  const { dock, store, run, close } = await start();
  await run();
  const { keys } = recordOf(store);
  await endKey('receipt');
  dock.leave();
  await run();
  expect(await agreesWithLog(store)).toBe(true);
  store.write((writer) => writer.applyItem({ type: 'keys', keys }));
  expect(await agreesWithLog(store)).toBe(false);
  close();
});
