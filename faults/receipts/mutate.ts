import { fromBase64url, toBase64url } from '../../shared/protocol/codec/bytes.ts';

/** A value of JSON, and the way to one of its leaves. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Way = readonly (string | number)[];

export type Random = () => number;
export const pick = <T>(of: readonly T[], random: Random): T => {
  const found = of[Math.floor(random() * of.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
};

const leaves = (value: Json, way: Way = []): Way[] => {
  if (value === null || typeof value !== 'object') return [way];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...way, key]));
};

const at = (value: Json, way: Way): Json =>
  way.reduce<Json>((inner, key) => (inner as { [key: string]: Json })[key] ?? null, value);

const put = (value: Json, way: Way, leaf: Json): Json => {
  const [key, ...rest] = way;
  if (key === undefined) return leaf;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as {
    [key: string]: Json;
  };
  copy[key] = put(copy[key] ?? null, rest, leaf);
  return copy as Json;
};

/** Turns one bit of a text of base64url, or of the text itself if it is none. */
export const flipBit = (text: string, random: Random): string => {
  try {
    const bytes = fromBase64url(text);
    if (bytes.length >= 16) {
      const bit = Math.floor(random() * bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return toBase64url(bytes);
    }
  } catch {}
  if (text === '') return 'x';
  const place = Math.floor(random() * text.length);
  const character = String.fromCharCode(text.charCodeAt(place) ^ (1 << Math.floor(random() * 5)));
  return text.slice(0, place) + character + text.slice(place + 1);
};

const changed = (leaf: Json, random: Random): Json => {
  if (typeof leaf === 'string') return flipBit(leaf, random);
  if (typeof leaf === 'number') return leaf + pick([-1, 1, 60_000, -60_000], random);
  if (typeof leaf === 'boolean') return !leaf;
  return pick<Json>([0, '', '00000000-0000-4000-8000-000000000001'], random);
};

/** The value with one leaf changed. */
export const changeLeaf = (value: unknown, random: Random): unknown => {
  const way = pick(leaves(value as Json), random);
  return put(value as Json, way, changed(at(value as Json, way), random));
};

/** The value with two of its leaves exchanged; the same value if they are equal. */
export const swapLeaves = (value: unknown, random: Random): unknown => {
  const ways = leaves(value as Json);
  const [one, other] = [pick(ways, random), pick(ways, random)];
  const first = put(value as Json, one, at(value as Json, other));
  return put(first, other, at(value as Json, one));
};

/** The value with one member more, or one less. */
export const changeShape = (value: unknown, random: Random): unknown => {
  const copy = { ...(value as { [key: string]: unknown }) };
  if (random() < 0.5) return { ...copy, extra: null };
  delete copy[pick(Object.keys(copy), random)];
  return copy;
};

const NEIGHBOURS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Other texts for the same bytes: stray bits, padding, the other alphabet, white space. */
export const respell = (text: string, random: Random): string => {
  const last = NEIGHBOURS.indexOf(text.slice(-1));
  const spare = text.slice(0, -1) + (NEIGHBOURS[last ^ 1] ?? 'A');
  const spellings = [
    spare,
    `${text}=`,
    `${text}==`,
    text.replaceAll('-', '+').replaceAll('_', '/'),
    `${text}\n`,
    ` ${text}`,
    `${text.slice(0, 9)}\n${text.slice(9)}`,
  ].filter((spelling) => spelling !== text);
  return pick(spellings, random);
};
