import { expect, test } from 'vitest';
import { type SignedDocument, signDocument } from '../../shared/protocol/api/signed.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { fingerprint, type Signer } from '../../shared/protocol/crypto/keys.ts';
import type { PublicKey } from '../../shared/protocol/ids.ts';
import type { TerminalRecord } from '../app/ports/central.ts';
import {
  clientForTests,
  failed,
  key,
  keys,
  manifestKey,
  NOW,
  root,
  seed,
  stranger,
  terminal,
  timeKey,
} from './testing/client-for-tests.ts';

const { at, asked, record, client } = clientForTests();

const nextTimeKey = seed(7);
const listOf = (issued: number, timeKeys: Readonly<Record<string, PublicKey>>, by = root) =>
  signDocument('keys', 'root', by, {
    issued,
    keys: [
      key('manifest-1', 'manifest', manifestKey.publicKey),
      ...Object.entries(timeKeys).map(([id, publicKey]) => key(id, 'time', publicKey)),
    ],
  });
/** After the key time-1 was ended: it is not in the list any more. */
const later = listOf(NOW + 1, { 'time-2': nextTimeKey.publicKey });

/** What central, or whoever says it is, answers: the time by this key, and beside it a list. */
const answers = (by: Signer, id: string, list?: SignedDocument) => {
  at.answer = (_path, body) => {
    const { nonce } = body as { nonce: string };
    const signed = signDocument('time', id, by, { terminal, nonce, time: NOW });
    return { body: list === undefined ? signed : { ...signed, keys: list } };
  };
};
const knowing = (list: SignedDocument) => ({ ...record(), keys: list });
/** Whom a terminal trusts, and by what. */
const trustOf = ({ root: key, keys: list }: TerminalRecord) => ({ root: key, keys: list });
const time = { time: NOW, revoked: null, entries: 1, name: null };

test('a later list comes with the first answer, is taken over, and the time is believed by it', async () => {
  answers(nextTimeKey, 'time-2', later);
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { ...time, trust: { ...trustOf(record()), keys: later } },
  });
  expect(asked.at(-1)?.path).toMatch(
    new RegExp(`^/v1/terminal/time\\?.*keys=${NOW}&root=${fingerprint(root.publicKey)}$`),
  );
  answers(nextTimeKey, 'time-2');
  expect(await client.proveTime(knowing(later))).toEqual({
    ok: true,
    value: { ...time, trust: null },
  });
  expect(asked.at(-1)?.path).toMatch(new RegExp(`^/v1/terminal/time\\?.*keys=${NOW + 1}&root=`));
});

test('whoever has the key that was ended is believed until then, and not after', async () => {
  answers(timeKey, 'time-1');
  expect(await client.proveTime(record())).toEqual({ ok: true, value: { ...time, trust: null } });
  expect(await client.proveTime(knowing(later))).toEqual(failed('central-not-genuine'));
});

test('the list of before, shown again, brings no ended key back', async () => {
  answers(timeKey, 'time-1', keys);
  expect(await client.proveTime(knowing(later))).toEqual(failed('central-not-genuine'));
  // Nor does it harm: who shows it and signs with a key that counts is believed, and it is left alone.
  answers(nextTimeKey, 'time-2', keys);
  expect(await client.proveTime(knowing(later))).toEqual({
    ok: true,
    value: { ...time, trust: null },
  });
});

test('the same instant is not later: two lists of one moment do not take turns', async () => {
  answers(timeKey, 'time-1', listOf(NOW + 1, { 'time-1': timeKey.publicKey }));
  expect(await client.proveTime(knowing(later))).toEqual(failed('central-not-genuine'));
});

test.each([
  ['a stranger signed', () => listOf(NOW + 2, { 'time-1': timeKey.publicKey }, stranger)],
  ['one of its own keys signed', () => listOf(NOW + 2, { 'time-1': timeKey.publicKey }, timeKey)],
  [
    'was signed as something else',
    () =>
      signDocument('grant', 'root', root, {
        issued: NOW + 2,
        keys: [key('time-1', 'time', timeKey.publicKey)],
      }),
  ],
  [
    'was altered',
    () => ({
      ...later,
      document: { issued: NOW + 2, keys: [key('time-1', 'time', timeKey.publicKey)] },
    }),
  ],
  ['is signed by nobody', () => ({ ...later, signature: toBase64url(new Uint8Array(64)) })],
  [
    'the root signed, and is no list',
    () => signDocument('keys', 'root', root, { issued: NOW + 2 }),
  ],
])('a list that %s makes the whole answer not genuine', async (_what, list) => {
  answers(timeKey, 'time-1', list() as SignedDocument);
  expect(await client.proveTime(record())).toEqual(failed('central-not-genuine'));
});

test('a later list by which the time is not believed is not taken over', async () => {
  answers(timeKey, 'time-1', later);
  expect(await client.proveTime(record())).toEqual(failed('central-not-genuine'));
});
