import { expect, test } from 'vitest';
import { z } from 'zod';
import { err, ok } from '../../result.ts';
import { makeSigner, verifySignature } from '../crypto/keys.ts';
import type { Instant } from '../ids.ts';
import { centralKey, findCentralKey, openDocument, signDocument } from './signed.ts';

const signer = makeSigner(new Uint8Array(32).fill(6));
const stranger = makeSigner(new Uint8Array(32).fill(7));
const schema = z.strictObject({ says: z.string() });
const document = { says: 'open' };
const open = (signed: ReturnType<typeof signDocument>, label: 'time' | 'manifest' = 'time') =>
  openDocument(label, schema, signed, signer.publicKey, verifySignature);

test('a document opens with its key and for its purpose, and not otherwise', () => {
  const signed = signDocument('time', 'time-1', signer, document);
  expect(open(signed)).toEqual(ok(document));
  expect(open(signed, 'manifest')).toEqual(err('bad-signature'));
  expect(open({ ...signed, document: { says: 'shut' } })).toEqual(err('bad-signature'));
  expect(open(signDocument('time', 'time-1', stranger, document))).toEqual(err('bad-signature'));
});

test('a document that is signed but not of its form is not taken', () => {
  expect(open(signDocument('time', 'time-1', signer, { says: 1 }))).toEqual(err('bad-document'));
});

test('a key is found by id and purpose, within its validity only', () => {
  const key = centralKey.parse({
    id: 'time-1',
    purpose: 'time',
    publicKey: signer.publicKey,
    notBefore: 1_800_000_000_000,
    notAfter: 1_900_000_000_000,
  });
  const find = (id: string, purpose: 'time' | 'manifest', now: number) =>
    findCentralKey([key], id, purpose, now as Instant);
  expect(find('time-1', 'time', 1_800_000_000_000)).toBe(signer.publicKey);
  expect(find('time-1', 'manifest', 1_800_000_000_000)).toBeNull();
  expect(find('time-2', 'time', 1_800_000_000_000)).toBeNull();
  expect(find('time-1', 'time', 1_799_999_999_999)).toBeNull();
  expect(find('time-1', 'time', 1_900_000_000_000)).toBeNull();
});
