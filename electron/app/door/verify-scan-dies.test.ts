import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { saidNothing } from '../../testing/samples.ts';
import { codeOf } from '../../testing/sealed-stop.ts';
import { checkContents, checkHead } from '../log/check-store.ts';
import type { AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';
import { accepted, refused, stop, verifyScanForTests } from './testing/verify-scan-for-tests.ts';

const { at, open, start, stocked } = verifyScanForTests();

/** As a start does: the log's end against the keychain's heads, then all of the log. */
const checked = async (store: Store) => {
  const heads = await at.anchors.read();
  if (!heads.ok) return heads;
  const head = await checkHead(store, at.anchors, heads.value);
  return head.ok && head.value === null ? checkContents(store) : head;
};

/** An anchor keeper on the real keychain that dies at its nth write. */
const dyingAt = (n: number): AnchorKeeper => {
  let writes = 0;
  return {
    read: at.anchors.read,
    write: (heads) =>
      ++writes === n ? Promise.reject(new Error('the power fails here')) : at.anchors.write(heads),
  };
};

test.each([
  ['before it is begun in the keychain', 1, false],
  ['before it is noted as done in the keychain', 2, true],
])('an acceptance that dies %s is once or not at all', async (_name, write, isWritten) => {
  const dies = stocked(dyingAt(write));
  await expect(dies.verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).rejects.toThrow(
    'the power fails here',
  );
  dies.store.close();
  const { store, verify } = start();
  expect(await checked(store)).toEqual({ ok: true, value: null });
  expect(store.stop(stop.id)?.acceptance !== null).toBe(isWritten);
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toMatchObject(
    isWritten ? refused('already-used') : accepted,
  );
  expect(await checked(store)).toEqual({ ok: true, value: null });
  store.close();
});

test('an acceptance that dies between keychain and store leaves both as they were', async () => {
  const { store, verify } = stocked({
    read: at.anchors.read,
    write: async (heads) => {
      const written = await at.anchors.write(heads);
      if (heads.pending !== null) throw new Error('the power fails here');
      return written;
    },
  });
  await expect(verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).rejects.toThrow(
    'the power fails here',
  );
  store.close();
  const after = start();
  expect(await checked(after.store)).toEqual({ ok: true, value: null });
  expect(after.store.stop(stop.id)?.acceptance).toBeNull();
  after.store.close();
});

test("yesterday's copy of the store is noticed", async () => {
  const first = stocked();
  await first.verify.refuse(null, { reason: 'unreadable' });
  first.store.close();
  copyFileSync(at.path, `${at.path}.yesterday`);
  const second = start();
  expect(await second.verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    accepted,
  );
  second.store.close();
  copyFileSync(`${at.path}.yesterday`, at.path);
  const restored = open();
  expect(restored.stop(stop.id)?.acceptance).toBeNull();
  expect(await checked(restored)).toMatchObject({
    ok: true,
    value: { anchored: { sequence: 2 }, stored: { sequence: 1 } },
  });
  restored.close();
});

test('a keychain that can no longer be written shows no verdict', async () => {
  const { store, verify } = stocked({
    read: at.anchors.read,
    write: async () => ({ ok: false, error: 'keychain-locked' }),
  });
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual({
    ok: false,
    error: 'keychain-locked',
  });
  expect(store.stop(stop.id)?.acceptance).toBeNull();
  store.close();
});
