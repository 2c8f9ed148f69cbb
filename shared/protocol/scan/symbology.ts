import { fromInk } from './ink.ts';

/** A scan without its AIM symbology identifier (ISO/IEC 15424), and the identifier if one came. */
export type Scan = { readonly symbology: string | null; readonly payload: Uint8Array };

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
const isModifier = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || isLetter(byte));

const isIdentifier = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x5d && isLetter(bytes[1]) && isModifier(bytes[2]);

/**
 * Whether an AIM identifier stands in front: `]`, a code letter, a modifier. A blank or a control
 * character before it is what a scanner was told to begin with.
 */
export const hasIdentifier = (frame: Uint8Array): boolean => isIdentifier(fromInk(frame));

/**
 * Takes off the AIM identifier, and once more what a scanner puts before it that is set to send it
 * twice (`]C1]C1…`): of several of one code letter the last counts. No payload of the product
 * begins with `]`.
 */
export const splitSymbology = (frame: Uint8Array): Scan => {
  const named = fromInk(frame);
  if (!isIdentifier(named)) return { symbology: null, payload: frame };
  let at = 0;
  while (isIdentifier(named.subarray(at + 3)) && named[at + 4] === named[1]) at += 3;
  return {
    symbology: String.fromCharCode(...named.subarray(at, at + 3)),
    payload: named.subarray(at + 3),
  };
};

/** Code letters of symbols with two dimensions: Aztec, Data Matrix, Han Xin, DotCode, PDF417, QR, MaxiCode. */
const TWO_DIMENSIONS = 'dhJLQUz';
/** Symbols whose data are element strings by standard: GS1-128, DataBar, DataMatrix, QR, DotCode, with ECI too. */
const GS1_SYMBOLS: ReadonlySet<string> = new Set(']C1 ]e0 ]d2 ]d5 ]Q3 ]Q4 ]J1 ]J4'.split(' '));

/** Whether a symbol's data are element strings of GS1. */
export const isGs1 = (symbology: string): boolean => GS1_SYMBOLS.has(symbology);

/**
 * Whether a customer's code may come bare in such a symbol: customers have theirs as a QR, never
 * as a linear barcode. Null: the scanner does not say, or it was typed.
 */
export const mayHoldCode = (symbology: string | null): boolean =>
  symbology === null || (TWO_DIMENSIONS.includes(symbology.charAt(1)) && !isGs1(symbology));
