import canonicalize from 'canonicalize';
import { lengthPrefixed } from './bytes.ts';

/**
 * The bytes that are hashed or signed for a JSON value: its canonical form (RFC 8785) behind a
 * label, so that nothing signed for one purpose can be taken for another.
 * Throws on a value that JSON cannot hold.
 */
export const labelled = (label: `kerbside/v1/${string}`, value: unknown): Uint8Array => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('value has no canonical JSON form');
  return lengthPrefixed(label, text);
};
