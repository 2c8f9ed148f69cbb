import canonicalize from 'canonicalize';
import { lengthPrefixed } from './bytes.ts';

type Label = `kerbside/v1/${string}`;

/** A JSON value in its canonical form (RFC 8785). Throws on a value that JSON cannot hold. */
export const canonicalOf = (value: unknown): string => {
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
