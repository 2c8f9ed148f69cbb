import { argon2Sync } from 'node:crypto';
import type { Input, Output, VectorFunction } from '../vector.ts';
import { agree, b64url, fromB64url, hex, hkdf, lp, mac, publicOf, sha256 } from './primitives.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Multiplication in GF(2)[x] / (x^5 + x^2 + 1), by the book. */
const times = (a: number, b: number): number => {
  let product = 0;
  for (let i = 0; i < 5; i++) if ((b >> i) & 1) product ^= a << i;
  for (let i = 8; i >= 5; i--) if ((product >> i) & 1) product ^= 0b100101 << (i - 5);
  return product;
};
const power = (n: number): number => (n === 0 ? 1 : times(2, power(n - 1)));
const sum = (values: readonly number[]): number =>
  values.reduce((total, value, i) => total ^ times(power(9 - i), value), 0);

/** The check value by trying all 32. */
const checkOf = (payload: readonly number[]): number =>
  ALPHABET.split('').findIndex((_, value) => sum([...payload, value]) === 0);
const valuesOf = (text: string): number[] => [...text].map((c) => ALPHABET.indexOf(c));
const textOf = (values: readonly number[]): string => values.map((v) => ALPHABET[v]).join('');

/** The code that bytes are, or why they are none. */
const read = (bytes: Buffer): { code: string } | { error: string } => {
  const text = bytes
    .toString('latin1')
    .replace(/[ -]/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const isAscii = bytes.every((byte) => byte < 0x80);
  if (bytes.length > 32 || !isAscii || !/^[0-9A-HJKMNP-TV-Z]{10}$/.test(text) || /\s/.test(text)) {
    return { error: 'not-a-code' };
  }
  return sum(valuesOf(text)) === 0 ? { code: text } : { error: 'mistyped' };
};

type Cost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };
const seal = (input: Input, salt: Buffer, cost: Cost, epoch: unknown): Output & { key: Buffer } => {
  const shown = read(Buffer.from(String(input['code'])));
  const code = 'code' in shown ? shown.code : '';
  const message = lp(
    'kerbside/v1/code',
    String(input['purpose']),
    String(input['delivery']),
    String(epoch),
    code,
  );
  const secret = mac('sha256', hex(input['pepper']), message);
  const root = argon2Sync('argon2id', {
    message: secret,
    nonce: salt,
    memory: cost.memoryKiB,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: 32,
  });
  const seed = hkdf(root, salt, Buffer.from('kerbside/v1/presence'));
  const key = publicOf('ed25519', seed);
  return {
    secret: secret.toString('hex'),
    root: root.toString('hex'),
    presenceKey: key.toString('hex'),
    key,
  };
};

/** Codes and what is derived from them, once more. */
export const CODES: Readonly<Record<string, VectorFunction>> = {
  'parse-code': (input) => read(hex(input['bytes'])),
  'check-character': (input) => ({
    check: ALPHABET[checkOf(valuesOf(String(input['payload'])))],
  }),
  'make-code': (input) => {
    const payload = [...hex(input['random'])].map((byte) => byte % 32);
    const code = textOf([...payload, checkOf(payload)]);
    return { code, shown: `${code.slice(0, 5)}-${code.slice(5)}` };
  },
  'seal-code': (input) => {
    const { key: _, ...out } = seal(
      input,
      hex(input['salt']),
      input['cost'] as Cost,
      input['epoch'],
    );
    return out;
  },
  'try-code': (input) => {
    const verifier = input['verifier'] as Input;
    const salt = fromB64url(verifier['salt']);
    const both = { ...verifier, ...input };
    const { key } = seal(both, salt, verifier['cost'] as Cost, verifier['epoch']);
    return b64url(key) === verifier['presenceKey']
      ? { presenceKey: b64url(key) }
      : { error: 'wrong-code' };
  },
  'check-validity': (input) => {
    const [from, to, now] = ['notBefore', 'notAfter', 'now'].map((name) => Number(input[name]));
    if (now === undefined || from === undefined || to === undefined) return {};
    if (now < from) return { error: 'not-yet-valid' };
    return now < to ? { ok: true } : { error: 'expired' };
  },
  pepper: (input) => {
    const shared = agree(hex(input['ownSecret']), hex(input['otherPublic']));
    if (shared === null) return { error: 'small-order-key' };
    const info = lp('kerbside/v1/pepper', String(input['terminal']));
    return { pepper: hkdf(shared, Buffer.alloc(0), info).toString('hex') };
  },
  'public-keys': (input) => ({
    signing: publicOf('ed25519', hex(input['signingSeed'])).toString('hex'),
    agreement: publicOf('x25519', hex(input['agreementSecret'])).toString('hex'),
  }),
  fingerprint: (input) => {
    const print = sha256(lp('kerbside/v1/fingerprint', hex(input['publicKey'])));
    let bits = [...print.subarray(0, 15)].map((b) => b.toString(2).padStart(8, '0')).join('');
    let spoken = '';
    for (let i = 0; bits.length > 0; i++, bits = bits.slice(5)) {
      spoken += `${i > 0 && i % 4 === 0 ? ' ' : ''}${ALPHABET[Number.parseInt(bits.slice(0, 5), 2)]}`;
    }
    return { fingerprint: print.toString('hex'), spoken };
  },
};
