/** The elements of a GS1 symbol or Digital Link: application identifier → value, as they stand. */
export type Gs1Elements = ReadonlyMap<string, string>;

/** Why something is not elements of GS1. */
export type Gs1Problem =
  /** No element at all. */
  | 'empty'
  /** It begins like no application identifier of the table. */
  | 'unknown-identifier'
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
