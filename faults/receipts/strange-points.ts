import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import type { PublicKey, Signature } from '../../shared/protocol/ids.ts';
import { pick, type Random } from './mutate.ts';

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;
const P = 2n ** 255n - 19n;
const L = Point.Fn.ORDER;

const littleEndian = (n: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((n >> BigInt(8 * i)) & 0xffn));
const number = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const modL = (n: bigint): bigint => ((n % L) + L) % L;

/** A generator of the points of order 8, and all of them (RFC 8032's cofactor is 8). */
const EIGHTH = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const SMALL: readonly Point[] = Array.from({ length: 8 }, (_, i) =>
  i === 0 ? Point.ZERO : EIGHTH.multiplyUnsafe(BigInt(i)),
);

/** Encodings of small points that no encoder makes: y ≥ p, or a sign bit on x = 0. */
const NON_CANONICAL: readonly Uint8Array[] = [
  littleEndian(P),
  littleEndian(P + 1n),
  littleEndian(P | (1n << 255n)),
  littleEndian((P + 1n) | (1n << 255n)),
  littleEndian(1n | (1n << 255n)),
  littleEndian((P - 1n) | (1n << 255n)),
  littleEndian(2n ** 255n - 1n),
  littleEndian(2n ** 256n - 1n),
];

export type Strange = {
  readonly name: string;
  readonly key: PublicKey;
  readonly message: Uint8Array;
  readonly signature: Signature;
};

const text = <T>(bytes: Uint8Array): T => toBase64url(bytes) as T;

/** Signs with a secret scalar by hand, so that points may be moved by one of small order. */
const signMoved = (
  random: Random,
  message: Uint8Array,
  moveKey: Point,
  moveNonce: Point,
): Omit<Strange, 'name'> => {
  const scalar = () => modL(number(Uint8Array.from({ length: 64 }, () => random() * 256)));
  const [a, r] = [scalar(), scalar()];
  const key = Point.BASE.multiply(a).add(moveKey).toBytes();
  const nonce = Point.BASE.multiply(r).add(moveNonce).toBytes();
  const k = modL(number(sha512(concatBytes(nonce, key, message))));
  const s = modL(r + k * a);
  return { key: text(key), message, signature: text(concatBytes(nonce, littleEndian(s))) };
};

/**
 * Signatures that a strict verifier (RFC 8032 with small-order and non-canonical points refused)
 * takes none of, and that differ between implementations: points of small order, points moved by
 * one, other encodings of a point, and S beyond the group's order.
 */
export const strangeSignature = (random: Random, honest: Omit<Strange, 'name'>): Strange => {
  const { message } = honest;
  const moved = pick(SMALL.slice(1), random);
  const zeros = new Uint8Array(32);
  const smallKey = () => pick([...SMALL.map((point) => point.toBytes()), ...NON_CANONICAL], random);
  const bytes = Uint8Array.from(atob64(honest.signature));
  switch (Math.floor(random() * 6)) {
    case 0:
      return { name: 'a nonce moved', ...signMoved(random, message, Point.ZERO, moved) };
    case 1:
      return { name: 'a key moved', ...signMoved(random, message, moved, Point.ZERO) };
    case 2: {
      const other = pick(SMALL.slice(1), random);
      return { name: 'key and nonce moved', ...signMoved(random, message, moved, other) };
    }
    case 3: {
      const signature = text<Signature>(concatBytes(smallKey(), zeros));
      return { name: 'a key of small order', key: text(smallKey()), message, signature };
    }
    case 4: {
      const s = number(bytes.subarray(32)) + L * BigInt(1 + Math.floor(random() * 7));
      const signature = text<Signature>(concatBytes(bytes.subarray(0, 32), littleEndian(s)));
      return { name: 'S beyond the order', ...honest, signature };
    }
    default: {
      const nonce = pick(NON_CANONICAL, random);
      const signature = text<Signature>(concatBytes(nonce, bytes.subarray(32)));
      return { name: 'a nonce that is not canonical', ...honest, signature };
    }
  }
};

const atob64 = (signature: Signature): Uint8Array => Buffer.from(signature, 'base64url');
