import { concatBytes } from '@noble/hashes/utils.js';
import { utf8 as utf8Text } from '@scure/base';
import { utf8 } from './bytes.ts';

/**
 * The little of CBOR (RFC 8949) that Kerbside's passes are written in: whole numbers, byte strings,
 * text, arrays, and maps whose keys are whole numbers. No tags, no floating point, no simple values,
 * nothing of indefinite length. Written and read in the core deterministic encoding alone (RFC 8949,
 * section 4.2.1), so that each value has exactly one form.
 */
export type Cbor = number | Uint8Array | string | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<number, Cbor>;

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;

/** The first bytes of an item: its major type and its argument in the shortest form. */
const head = (major: number, argument: number): Uint8Array => {
  const type = major << 5;
  if (argument < 24) return new Uint8Array([type | argument]);
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  const sized = (information: number, length: number): Uint8Array => {
    bytes[0] = type | information;
    return bytes.subarray(0, 1 + length);
  };
  if (argument <= 0xff) {
    bytes[1] = argument;
    return sized(24, 1);
  }
  if (argument <= 0xffff) {
    view.setUint16(1, argument);
    return sized(25, 2);
  }
  if (argument <= 0xffff_ffff) {
    view.setUint32(1, argument);
    return sized(26, 4);
  }
  view.setBigUint64(1, BigInt(argument));
  return sized(27, 8);
};

/** So that a negative number, which is -1 less the argument, is safe as well. */
const MAX_ARGUMENT = Number.MAX_SAFE_INTEGER - 1;

const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

/** Writes a value. Throws on a number that is not whole and safe: that is a mistake of the caller. */
export const encodeCbor = (value: Cbor): Uint8Array => {
  if (typeof value === 'number') {
    const argument = value >= 0 ? value : -1 - value;
    if (!Number.isInteger(value) || argument > MAX_ARGUMENT) throw new Error('not a whole number');
    return head(value >= 0 ? UNSIGNED : NEGATIVE, argument);
  }
  if (typeof value === 'string') {
    const bytes = utf8(value);
    return concatBytes(head(TEXT, bytes.length), bytes);
  }
  if (value instanceof Uint8Array) return concatBytes(head(BYTES, value.length), value);
  if (value instanceof Map) {
    const pairs = [...value].map(([key, item]) => [encodeCbor(key), encodeCbor(item)] as const);
    pairs.sort(([a], [b]) => compareBytes(a, b));
    return concatBytes(head(MAP, pairs.length), ...pairs.flat());
  }
  const items = value as readonly Cbor[];
  return concatBytes(head(ARRAY, items.length), ...items.map(encodeCbor));
};

/** How deep arrays and maps may stand in each other: a pass needs three. */
const MAX_DEPTH = 4;

type Reader = { readonly bytes: Uint8Array; at: number };
type Head = { readonly major: number; readonly argument: number };

const readHead = (reader: Reader): Head | null => {
  const { bytes } = reader;
  const first = bytes[reader.at];
  if (first === undefined) return null;
  const major = first >> 5;
  const information = first & 31;
  reader.at += 1;
  if (information < 24) return { major, argument: information };
  // 28 to 30 mean nothing, 31 is of indefinite length.
  if (information > 27) return null;
  const length = 1 << (information - 24);
  if (reader.at + length > bytes.length) return null;
  let argument = 0;
  for (let i = 0; i < length; i++) argument = argument * 256 + (bytes[reader.at + i] ?? 0);
  reader.at += length;
  const smallest = [24, 0x100, 0x1_0000, 0x1_0000_0000][information - 24] ?? 0;
  return argument >= smallest && argument <= MAX_ARGUMENT ? { major, argument } : null;
};

const readBytes = (reader: Reader, length: number): Uint8Array | null => {
  if (length > reader.bytes.length - reader.at) return null;
  reader.at += length;
  return reader.bytes.slice(reader.at - length, reader.at);
};

const readText = (reader: Reader, length: number): string | null => {
  const bytes = readBytes(reader, length);
  if (bytes === null) return null;
  try {
    return utf8Text.encode(bytes);
  } catch {
    return null;
  }
};

const readArray = (reader: Reader, length: number, depth: number): readonly Cbor[] | null => {
  const items: Cbor[] = [];
  for (let i = 0; i < length; i++) {
    const item = readItem(reader, depth);
    if (item === null) return null;
    items.push(item);
  }
  return items;
};

const readMap = (reader: Reader, length: number, depth: number): CborMap | null => {
  const map = new Map<number, Cbor>();
  let before: Uint8Array | null = null;
  for (let i = 0; i < length; i++) {
    const start = reader.at;
    const key = readItem(reader, depth);
    if (typeof key !== 'number') return null;
    const encoded = reader.bytes.subarray(start, reader.at);
    // In ascending order, each key once.
    if (before !== null && compareBytes(before, encoded) >= 0) return null;
    before = encoded;
    const item = readItem(reader, depth);
    if (item === null) return null;
    map.set(key, item);
  }
  return map;
};

const readItem = (reader: Reader, depth: number): Cbor | null => {
  const read = readHead(reader);
  if (read === null) return null;
  const { major, argument } = read;
  if (major === UNSIGNED) return argument;
  if (major === NEGATIVE) return -1 - argument;
  if (major === BYTES) return readBytes(reader, argument);
  if (major === TEXT) return readText(reader, argument);
  if (depth === 0) return null;
  if (major === ARRAY) return readArray(reader, argument, depth - 1);
  // Major types 6 and 7 (tags, floating point, simple values) have no place here.
  return major === MAP ? readMap(reader, argument, depth - 1) : null;
};

/** Reads bytes that are exactly one value in its one form; null for any others, never an exception. */
export const decodeCbor = (bytes: Uint8Array): Cbor | null => {
  const reader: Reader = { bytes, at: 0 };
  const value = readItem(reader, MAX_DEPTH);
  return reader.at === bytes.length ? value : null;
};
