import type { VectorFunction } from '../vector.ts';
import { hex } from './primitives.ts';

/** The curve of RFC 8032, section 5.1: its field, its constant d, the order L of its base point. */
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (n: bigint): bigint => ((n % P) + P) % P;
const power = (base: bigint, exponent: bigint): bigint => {
  let [result, factor] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * factor);
    factor = mod(factor * factor);
  }
  return result;
};
const inverse = (n: bigint): bigint => power(n, P - 2n);
const D = mod(-121665n * inverse(121666n));

/** Section 5.1.3, by trying the two roots that a square can have. Null if it is no point's form. */
const decode = (bytes: Uint8Array): { x: bigint; y: bigint } | null => {
  const number = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const [isOdd, y] = [number >> 255n, number & (2n ** 255n - 1n)];
  if (y >= P) return null;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  const root = power(square, (P + 3n) / 8n);
  const roots = [root, mod(root * power(2n, (P - 1n) / 4n))];
  const found = roots.find((x) => mod(x * x) === square);
  if (found === undefined || (found === 0n && isOdd === 1n)) return null;
  return { x: (found & 1n) === isOdd ? found : mod(-found), y };
};

/** Points as (X, Y, Z), x = X/Z and y = Y/Z, added by the formula that has no exceptions. */
type Point = readonly [bigint, bigint, bigint];
const add = ([x1, y1, z1]: Point, [x2, y2, z2]: Point): Point => {
  const [a, c, e] = [z1 * z2, x1 * x2, y1 * y2].map(mod) as [bigint, bigint, bigint];
  const [b, f] = [mod(a * a), mod(D * c * e)];
  const cross = mod((x1 + y1) * (x2 + y2) - c - e);
  return [mod(a * (b - f) * cross), mod(a * (b + f) * (e + c)), mod((b - f) * (b + f))];
};
const isNeutral = ([x, y, z]: Point): boolean => x === 0n && y === z;

const isOfPrimeOrder = (bytes: Uint8Array): boolean => {
  const point = decode(bytes);
  if (point === null) return false;
  const start: Point = [point.x, point.y, 1n];
  let [sum, doubled]: [Point, Point] = [[0n, 1n, 1n], start];
  for (let rest = L; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = add(sum, doubled);
    doubled = add(doubled, doubled);
  }
  return isNeutral(sum) && !isNeutral(start);
};

/** Which points may be keys, by the curve's own arithmetic. */
export const POINTS: Readonly<Record<string, VectorFunction>> = {
  'strict-key': (input) =>
    isOfPrimeOrder(hex(input['publicKey'])) ? { ok: true } : { error: 'not-strict' },
};
