import { expect, test } from 'vitest';
import { type SignedDocument, signDocument } from '../../shared/protocol/api/signed.ts';
import { fingerprint, type Signer } from '../../shared/protocol/crypto/keys.ts';
import type { TerminalRecord } from '../app/ports/central.ts';
import {
  clientForTests,
  failed,
  key,
  manifestKey,
  NOW,
  root,
  seed,
  stranger,
  terminal,
  timeKey,
} from './testing/client-for-tests.ts';

const { at, asked, record, client } = clientForTests();

const [second, third, fourth] = [seed(21), seed(22), seed(23)];
const names = (by: Signer, next: Signer, number: number, more: object = {}): SignedDocument => {
  const [from, following] = [by.publicKey, next.publicKey];
  return signDocument('root', 'root', by, { version: 1, number, from, next: following, ...more });
};
const listBy = (by: Signer, issued: number = NOW + 1, times = timeKey) =>
  signDocument('keys', 'root', by, {
    issued,
    keys: [
      key('manifest-1', 'manifest', manifestKey.publicKey),
      key('time-1', 'time', times.publicKey),
    ],
  });
/** What central, or whoever says it is, answers: the time, and this beside it. */
const answers = (beside: { roots?: SignedDocument[]; keys?: SignedDocument }, by = timeKey) => {
  at.answer = (_path, body) => {
    const { nonce } = body as { nonce: string };
    const signed = signDocument('time', 'time-1', by, { terminal, nonce, time: NOW });
    return { body: { ...signed, ...beside } };
  };
};
const [toSecond, toThird] = [names(root, second, 2), names(second, third, 3)];
const trusting = (by: Signer, roots: SignedDocument[], list = listBy(by)): TerminalRecord => ({
  ...record(),
  root: by.publicKey,
  roots,
  keys: list,
});
const time = { time: NOW, revoked: null, entries: 1, name: null };
const took = (trust: object | null) => ({ ok: true, value: { ...time, trust } });
const notGenuine = failed('central-not-genuine');

test('a terminal says which root it trusts, and follows the statement to the next with its list', async () => {
  const keys = listBy(second, NOW + 1, seed(24));
  answers({ roots: [toSecond], keys }, seed(24));
  const trust = { root: second.publicKey, roots: [toSecond], keys };
  expect(await client.proveTime(record())).toEqual(took(trust));
  expect(asked.at(-1)?.path).toContain(`root=${fingerprint(root.publicKey)}`);
  // The time alone tells who answers: by a key that the new list does not have, nothing is taken.
  answers({ roots: [toSecond], keys }, timeKey);
  expect(await client.proveTime(record())).toEqual(notGenuine);
});

test('one that was away for long is led through all of them; one that went some of the way, on from there', async () => {
  const keys = listBy(third);
  answers({ roots: [toSecond, toThird], keys });
  const roots = [toSecond, toThird];
  const trust = { root: third.publicKey, roots, keys };
  expect(await client.proveTime(record())).toEqual(took(trust));
  answers({ roots: [toThird], keys });
  expect(await client.proveTime(trusting(second, [toSecond]))).toEqual(took(trust));
});

test('whoever has left a root never goes back, whatever its key signs', async () => {
  const moved = trusting(second, [toSecond]);
  // The list of the root that was left; the same statement again; another one of the same root's.
  answers({ keys: listBy(root, NOW + 9) });
  expect(await client.proveTime(moved)).toEqual(notGenuine);
  answers({ roots: [toSecond], keys: listBy(second, NOW + 9) });
  expect(await client.proveTime(moved)).toEqual(notGenuine);
  answers({ roots: [names(root, fourth, 2)], keys: listBy(fourth, NOW + 9) });
  expect(await client.proveTime(moved)).toEqual(notGenuine);
  // Nor by a statement of the root that it trusts now.
  answers({ roots: [names(second, root, 3)], keys: listBy(root, NOW + 9) });
  expect(await client.proveTime(moved)).toEqual(notGenuine);
  // That this is for what they say, and not for how they are made: the right one is followed.
  answers({ roots: [names(second, fourth, 3)], keys: listBy(fourth, NOW + 9) });
  expect(await client.proveTime(moved)).toMatchObject({ ok: true });
});

test.each<[string, SignedDocument[], Signer]>([
  ['is signed by a stranger', [names(stranger, second, 2)], second],
  [
    'a stranger signed in the name of the root',
    [
      signDocument('root', 'root', stranger, {
        ...{ version: 1, number: 2, from: root.publicKey, next: second.publicKey },
      }),
    ],
    second,
  ],
  ['is of another installation', [names(stranger, third, 2)], third],
  ['is missing from the chain', [toThird], third],
  ['leads on, signed by the one before it', [toSecond, names(root, third, 3)], third],
  ['is signed as another document', [{ ...toSecond, ...signAs('keys') }], second],
  ['names another key than was signed', [{ ...toSecond, document: saying(third) }], third],
  ['says that another root signed it', [names(root, second, 2, { from: third.publicKey })], second],
  ['is of another version', [names(root, second, 2, { version: 2 })], second],
  ['has a member too many', [names(root, second, 2, { until: NOW })], second],
  ['skips a number', [toSecond, names(second, third, 4)], third],
  ['leads back to where it began', [toSecond, names(second, root, 3)], root],
  ['names itself', [names(root, root, 2)], root],
])('a statement that %s makes the whole answer not genuine', async (_what, roots, by) => {
  answers({ roots, keys: listBy(by) });
  expect(await client.proveTime(record())).toEqual(notGenuine);
});
function saying(next: Signer) {
  return { version: 1, number: 2, from: root.publicKey, next: next.publicKey };
}
function signAs(label: 'keys') {
  return signDocument(label, 'root', root, saying(second));
}

test.each<[string, SignedDocument | undefined]>([
  ['no list', undefined],
  ['a list that the root before signed', listBy(root)],
  ['a list that a stranger signed', listBy(stranger)],
])('a statement with %s shows nobody who has the next key, and is refused', async (_what, keys) => {
  answers(keys === undefined ? { roots: [toSecond] } : { roots: [toSecond], keys });
  expect(await client.proveTime(record())).toEqual(notGenuine);
});

test('a list of the next root from before its own changes nothing, and a key that it brings back is not believed', async () => {
  const known = { ...record(), keys: listBy(root, NOW + 5, seed(24)) };
  answers({ roots: [toSecond], keys: listBy(second, NOW + 4) }, timeKey);
  expect(await client.proveTime(known)).toEqual(notGenuine);
  answers({ roots: [toSecond], keys: listBy(second, NOW + 4) }, seed(24));
  expect(await client.proveTime(known)).toEqual(took(null));
  // Of the same instant it is the same list, by another root.
  const same = listBy(second, NOW + 5, seed(24));
  answers({ roots: [toSecond], keys: same }, seed(24));
  expect(await client.proveTime(known)).toMatchObject(took({ root: second.publicKey, keys: same }));
});

test('a later list of the root that it came to keeps how it came there', async () => {
  const keys = listBy(second, NOW + 7);
  answers({ keys });
  const moved = trusting(second, [toSecond]);
  const trust = { root: second.publicKey, roots: [toSecond], keys };
  expect(await client.proveTime(moved)).toEqual(took(trust));
});
