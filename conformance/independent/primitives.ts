import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  sign,
  verify,
} from 'node:crypto';

/**
 * The primitives once more, by Node.js (OpenSSL) and by hand: nothing of shared/ and none of its
 * libraries. What this and the implementation agree on is not just what one of them happens to do.
 */
export const hex = (text: unknown): Buffer => Buffer.from(String(text), 'hex');
export const b64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
export const fromB64url = (text: unknown): Buffer => Buffer.from(String(text), 'base64url');

export const sha256 = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
export const mac = (hash: string, key: Uint8Array, message: Uint8Array): Buffer =>
  createHmac(hash, key).update(message).digest();
export const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length = 32): Buffer =>
  Buffer.from(hkdfSync('sha256', ikm, salt, info, length));

/** The DER that goes before the 32 bytes of a key (RFC 8410). */
const PRIVATE = {
  ed25519: '302e020100300506032b657004220420',
  x25519: '302e020100300506032b656e04220420',
};
const PUBLIC = { ed25519: '302a300506032b6570032100', x25519: '302a300506032b656e032100' };
type Curve = keyof typeof PRIVATE;

const privateKey = (curve: Curve, secret: Uint8Array) =>
  createPrivateKey({
    key: Buffer.concat([hex(PRIVATE[curve]), secret]),
    format: 'der',
    type: 'pkcs8',
  });
const publicKey = (curve: Curve, raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([hex(PUBLIC[curve]), raw]), format: 'der', type: 'spki' });

export const publicOf = (curve: Curve, secret: Uint8Array): Buffer =>
  createPublicKey(privateKey(curve, secret)).export({ format: 'der', type: 'spki' }).subarray(-32);

/** Null if they share nothing but zeros. */
export const agree = (secret: Uint8Array, other: Uint8Array): Buffer | null => {
  try {
    return diffieHellman({
      privateKey: privateKey('x25519', secret),
      publicKey: publicKey('x25519', other),
    });
  } catch {
    return null;
  }
};

export const signWith = (seed: Uint8Array, message: Uint8Array): Buffer =>
  sign(null, message, privateKey('ed25519', seed));

/** The neutral element: OpenSSL takes it as a key, the protocol takes no key of small order. */
const NEUTRAL = `01${'00'.repeat(31)}`;
export const verifies = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  Buffer.from(key).toString('hex') !== NEUTRAL &&
  verify(null, message, publicKey('ed25519', key), signature);

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2). */
export const hChaCha20 = (key: Uint8Array, nonce: Uint8Array): Buffer => {
  const input = Buffer.concat([Buffer.from('expand 32-byte k'), key, nonce]);
  const s = Array.from({ length: 16 }, (_, i) => input.readUInt32LE(i * 4));
  const at = (i: number): number => s[i] ?? 0;
  const quarter = (a: number, b: number, c: number, d: number): void => {
    for (const [x, y, z, by] of [
      [a, b, d, 16],
      [c, d, b, 12],
      [a, b, d, 8],
      [c, d, b, 7],
    ] as const) {
      s[x] = (at(x) + at(y)) | 0;
      s[z] = rotate(at(z) ^ at(x), by);
    }
  };
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++)
      quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const out = Buffer.alloc(32);
  for (let i = 0; i < 4; i++) {
    out.writeInt32LE(at(i) | 0, i * 4);
    out.writeInt32LE(at(12 + i) | 0, 16 + i * 4);
  }
  return out;
};

const inner = (key: Uint8Array, nonce: Uint8Array): [Buffer, Buffer] => [
  hChaCha20(key, nonce.subarray(0, 16)),
  Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]),
];

export const xchachaSeal = (
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  text: Uint8Array,
): Buffer => {
  const cipher = createCipheriv('chacha20-poly1305', ...inner(key, nonce), { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: text.length });
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
};

/** Null if it was not sealed so. */
export const xchachaOpen = (
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Buffer | null => {
  const text = sealed.subarray(0, -16);
  const cipher = createDecipheriv('chacha20-poly1305', ...inner(key, nonce), { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: text.length });
  cipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([cipher.update(text), cipher.final()]);
  } catch {
    return null;
  }
};

/** Length-prefixed parts, as docs/protocol.md has them. */
export const lp = (...parts: (string | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

/** Canonical JSON (RFC 8785), written down from its section 3.2. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
};
export const labelled = (label: string, value: unknown): Buffer =>
  lp(`kerbside/v1/${label}`, canonical(value));
