/** The elements of a GS1 symbol or Digital Link: application identifier → value, as they stand. */
export type Gs1Elements = ReadonlyMap<string, string>;

/** The application identifier of an SSCC, the number of a parcel. */
export const SSCC = '00';

/** Why something is not elements of GS1. */
export type Gs1Problem =
  /** No element at all. */
  | 'empty'
  /** Digits where an application identifier stands, but the dictionary has none: a newer one. */
  | 'unknown-identifier'
  /** No two digits where an application identifier would stand. */
  | 'no-identifier'
  | 'wrong-length'
  | 'wrong-character'
  /** Of the right form, but a digit is not what was printed. */
  | 'wrong-check-digit'
  /** One identifier with two values. */
  | 'contradiction'
  /** Not an address with a key of GS1 in its path. */
  | 'not-a-digital-link'
  /** A qualifier that its key does not take, or not in this order. */
  | 'wrong-qualifier'
  | 'wrong-percent-encoding';
