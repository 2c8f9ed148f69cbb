import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds, watchMemory } from '../../testing/memory.ts';
import type { CentralKey } from '../api/signed.ts';
import { decodeBase45, encodeBase45 } from '../codec/base45.ts';
import { fromBase64url, utf8 } from '../codec/bytes.ts';
import { signCose } from '../crypto/cose-sign1.ts';
import { makeSigner, verifySignature } from '../crypto/keys.ts';
import type { DepotId, Instant, TerminalId } from '../ids.ts';
import { PASS_PREFIX } from '../scan/own-prefixes.ts';
import { MAX_PASS_LENGTH, makePass, openPass } from './pass.ts';
import { encodePassPayload, pass } from './pass-payload.ts';

const START = 1_800_000_000_000;
const terminal = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as TerminalId;
const depot = '4f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DepotId;
const elsewhere = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
const signer = makeSigner(new Uint8Array(32).fill(8));
const key: CentralKey = {
  id: 'pass-1a2b3c4d',
  purpose: 'pass',
  publicKey: signer.publicKey,
  notBefore: (START - 86_400_000) as Instant,
  notAfter: (START + 86_400_000) as Instant,
};
const says = pass.parse({
  delivery: '6f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f',
  epoch: 2,
  once: 'AAECAwQFBgcICQoLDA0ODw',
  notBefore: START,
  notAfter: START + 8 * 3_600_000,
  audience: { kind: 'terminal', terminal },
  customer: 'C-10482',
  name: 'Anna Muster',
  address: 'Hauptstr. 12, 10115 Berlin',
  parcels: 2,
});
const made = (changes: object = {}) => {
  const result = makePass(pass.parse({ ...says, ...changes }), key, signer);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const here = { terminal, depot, routes: ['South 1', 'North 4'] };
const NOW = (START + 1_000) as Instant;
const open = (text: Uint8Array, now = NOW, at = here, keys: CentralKey[] = [key]) =>
  openPass(text, keys, at, now, verifySignature);
const { text, presenceKey } = made();

test('a pass says what was signed, and its own key signs the hand-over', () => {
  const opened = open(utf8(text));
  if (opened.result !== 'valid') throw new Error(opened.result);
  expect(opened.pass).toEqual(says);
  expect(opened.presence.publicKey).toBe(presenceKey);
  const message = new Uint8Array([1, 2, 3]);
  const signature = opened.presence.sign(message);
  expect(verifySignature(presenceKey, message, signature)).toBe(true);
  opened.presence.wipe();
  expect(verifySignature(presenceKey, message, opened.presence.sign(message))).toBe(false);
});

test('two passes that differ in their one-time id alone have different keys', () => {
  expect(made({ once: 'AAECAwQFBgcICQoLDA0ODg' }).presenceKey).not.toBe(presenceKey);
});

test('a typical pass fits a QR code of 61 by 61 modules at level M', () => {
  // Version 11, level M, holds 366 alphanumeric characters (ISO/IEC 18004, table 7).
  expect(text.length).toBeLessThanOrEqual(366);
  expect(text).toMatch(/^KP1:[0-9A-Z $%*+\-./:]+$/);
});

test('a pass is for its audience alone', () => {
  const route = utf8(made({ audience: { kind: 'route', depot, route: 'North 4' } }).text);
  const all = utf8(made({ audience: { kind: 'depot', depot } }).text);
  const one = utf8(text);
  const there = { ...here, terminal: elsewhere as TerminalId };
  const other = { ...here, depot: elsewhere as DepotId };
  const results = (bytes: Uint8Array) =>
    [here, there, other, { ...here, routes: ['North 5'] }, { ...here, routes: [] }].map(
      (at) => openPass(bytes, [key], at, NOW, verifySignature).result,
    );
  const no = 'not-for-this-terminal';
  expect(results(one)).toEqual(['valid', no, 'valid', 'valid', 'valid']);
  expect(results(route)).toEqual(['valid', 'valid', no, no, no]);
  expect(results(all)).toEqual(['valid', 'valid', no, 'valid', 'valid']);
});

test('a pass is good from its first instant until just before its last', () => {
  const at = (now: number) => open(utf8(text), now as Instant);
  expect(at(START - 1)).toEqual({ result: 'not-yet-valid', from: START });
  expect(at(START).result).toBe('valid');
  expect(at(says.notAfter - 1).result).toBe('valid');
  expect(at(says.notAfter)).toEqual({ result: 'expired', since: says.notAfter });
});

test.each([
  ['no key', []],
  ['its key for another purpose', [{ ...key, purpose: 'manifest' as const }]],
  ['its key before its time', [{ ...key, notBefore: (START + 2_000) as Instant }]],
  ['its key after its time', [{ ...key, notAfter: NOW }]],
  ['its key under another id', [{ ...key, id: 'pass-2' }]],
])('with %s it is of an unknown key', (_name, keys) => {
  expect(open(utf8(text), NOW, here, keys).result).toBe('unknown-key');
});

test('a key that rolls over: the successor counts beside it, a stranger of its id does not', () => {
  const successor = {
    ...key,
    id: 'pass-next',
    publicKey: makeSigner(new Uint8Array(32)).publicKey,
  };
  expect(open(utf8(text), NOW, here, [successor, key]).result).toBe('valid');
  expect(open(utf8(text), NOW, here, [{ ...successor, id: key.id }]).result).toBe('bad-signature');
});

test('no change of a single bit is accepted', () => {
  const message = decodeBase45(utf8(text.slice(PASS_PREFIX.length)));
  if (message === null) throw new Error('not base45');
  const accepted: number[] = [];
  for (let bit = 0; bit < message.length * 8; bit++) {
    const changed = message.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (open(utf8(PASS_PREFIX + encodeBase45(changed))).result === 'valid') accepted.push(bit);
  }
  expect(accepted).toEqual([]);
}, 30_000);

test('no other text is accepted: each pass has one form', () => {
  const change = fc.oneof(
    fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => {
      const bytes = utf8(text);
      bytes[at % bytes.length] = byte;
      return bytes;
    }),
    fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 8 })).map(([at, more]) => {
      const bytes = utf8(text);
      const cut = at % (bytes.length + 1);
      return new Uint8Array([...bytes.subarray(0, cut), ...more, ...bytes.subarray(cut)]);
    }),
    fc.tuple(fc.nat(), fc.nat(12)).map(([at, length]) => {
      const bytes = utf8(text);
      const cut = at % bytes.length;
      return new Uint8Array([...bytes.subarray(0, cut), ...bytes.subarray(cut + length)]);
    }),
  );
  fc.assert(
    fc.property(change, (bytes) => {
      const isSame = String.fromCharCode(...bytes) === text;
      expect(open(bytes).result === 'valid').toBe(isSame);
    }),
    { numRuns: 500 },
  );
});

test('any bytes at all come to a verdict, never an exception, never an acceptance', () => {
  const prefixed = fc
    .tuple(fc.constant([...utf8(PASS_PREFIX)]), fc.uint8Array({ maxLength: 700 }))
    .map(([prefix, bytes]) => new Uint8Array([...prefix, ...utf8(encodeBase45(bytes))]));
  const cose = fc
    .uint8Array({ maxLength: 400 })
    .map((bytes) => utf8(PASS_PREFIX + encodeBase45(new Uint8Array([0xd2, 0x84, ...bytes]))));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 1_100 }), prefixed, cose), (bytes) => {
      expect(open(bytes).result).toBe('unreadable');
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['nothing', new Uint8Array()],
  ['ten megabytes of zeros', new Uint8Array(10_000_000)],
  ['ten megabytes behind the prefix', utf8(PASS_PREFIX + 'A'.repeat(10_000_000))],
  ['one character above the most', utf8(PASS_PREFIX + '0'.repeat(MAX_PASS_LENGTH - 3))],
  ['small letters', utf8(text.toLowerCase())],
  ['wide look-alikes of the prefix', utf8(`ＫＰ１：${text.slice(4)}`)],
  ['a zero-width space', utf8(`KP1:\u200b${text.slice(4)}`)],
  ['a byte order mark', utf8(`\ufeff${text}`)],
  ['a sealed code', utf8('KS1/4F7KQ2/K7QD92MX4T')],
  ['a health certificate', utf8(text.replace('KP1:', 'HC1:'))],
])('%s is unreadable', (_name, bytes) => {
  expect(open(bytes).result).toBe('unreadable');
});

test('a pass that is longer than a pass may be is unreadable, whoever signed it', () => {
  const long = pass.parse({ ...says, address: '東'.repeat(200), name: '京'.repeat(120) });
  const message = signCose('kerbside/v1/pass', key.id, signer, encodePassPayload(long));
  expect(open(utf8(PASS_PREFIX + encodeBase45(message))).result).toBe('unreadable');
});

test('a pass that would outlive its key, or that is too long for a QR, is not made', () => {
  const make = (changes: object) => makePass(pass.parse({ ...says, ...changes }), key, signer);
  expect(make({ notAfter: key.notAfter + 1_000 })).toEqual({ ok: false, error: 'outlives-key' });
  expect(make({ notBefore: key.notBefore - 1_000 })).toEqual({ ok: false, error: 'outlives-key' });
  expect(make({ address: '東'.repeat(200), name: '京'.repeat(120) })).toEqual({
    ok: false,
    error: 'too-long',
  });
});

test('the seed of a pass stays in memory no longer than its key is used', async () => {
  const message = decodeBase45(utf8(text.slice(PASS_PREFIX.length))) ?? new Uint8Array();
  const seed = hkdf(
    sha256,
    message,
    fromBase64url(says.once),
    utf8('kerbside/v1/pass-presence'),
    32,
  );
  const making = await watchMemory(() => made());
  expect(making.value.text).toBe(text);
  expect(holds(making.made, seed)).toBe(false);
  const opening = await watchMemory(() => open(utf8(text)));
  expect(holds(opening.made, seed)).toBe(true);
  if (opening.value.result !== 'valid') throw new Error(opening.value.result);
  opening.value.presence.wipe();
  expect(holds(opening.made, seed)).toBe(false);
});

test('a pass may be good for exactly as long as its key', () => {
  const whole = made({ notBefore: key.notBefore, notAfter: key.notAfter });
  expect(open(utf8(whole.text), key.notBefore).result).toBe('valid');
});

test('a pass may have as many characters as a pass may have, and no more', () => {
  const address = '東'.repeat(150);
  const names = Array.from({ length: 120 }, (_, i) => 'n'.repeat(i + 1));
  const longest = names.findLast((name) => {
    const result = makePass(pass.parse({ ...says, address, name }), key, signer);
    return result.ok && result.value.text.length === MAX_PASS_LENGTH;
  });
  if (longest === undefined) throw new Error('no name makes a pass of exactly that length');
  expect(open(utf8(made({ address, name: longest }).text)).result).toBe('valid');
  const more = pass.parse({ ...says, address, name: `${longest}n` });
  expect(makePass(more, key, signer)).toEqual({ ok: false, error: 'too-long' });
});
