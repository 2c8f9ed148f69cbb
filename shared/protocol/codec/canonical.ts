import canonicalize from 'canonicalize';
import { lengthPrefixed } from './bytes.ts';

type Label = `kerbside/v1/${string}`;

/** Deeper than any message; what is deeper, or goes round in a circle, is the library's. */
const DEEPEST = 32;

/**
 * Whether `JSON.stringify` writes a value as RFC 8785 does, but for a lone surrogate: the members of
 * each object are in order already, each number is one, and nothing has a form of its own.
 */
const isInOrder = (value: unknown, depth: number): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST || 'toJSON' in value) return false;
  if (Array.isArray(value)) return value.every((one) => isInOrder(one, depth + 1));
  let before: string | null = null;
  for (const [name, member] of Object.entries(value)) {
    if (before !== null && name <= before) return false;
    if (!isInOrder(member, depth + 1)) return false;
    before = name;
  }
  return true;
};

/** What `JSON.stringify` writes of a lone surrogate, and of nothing else but a backslash before `ud`. */
const LONE = '\\ud';

/**
 * A JSON value in its canonical form (RFC 8785). Throws on a value that JSON cannot hold. What comes
 * from central is in that form already, and is only looked at.
 */
export const canonicalOf = (value: unknown): string => {
  if (isInOrder(value, 0)) {
    const written: string | undefined = JSON.stringify(value);
    if (written !== undefined && !written.includes(LONE)) return written;
  }
  const text = canonicalize(value);
  if (text === undefined) throw new Error('value has no canonical JSON form');
  return text;
};

/** As {@link labelled}, of a value whose canonical form is there already. */
export const labelledText = (label: Label, canonical: string): Uint8Array =>
  lengthPrefixed(label, canonical);

/**
 * The bytes that are hashed or signed for a JSON value: its canonical form (RFC 8785) behind a
 * label, so that nothing signed for one purpose can be taken for another.
 * Throws on a value that JSON cannot hold.
 */
export const labelled = (label: Label, value: unknown): Uint8Array =>
  labelledText(label, canonicalOf(value));
