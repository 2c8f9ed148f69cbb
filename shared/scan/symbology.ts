/** A scan without its AIM symbology identifier (ISO/IEC 15424), and the identifier if one came. */
export type Scan = { readonly symbology: string | null; readonly payload: Uint8Array };

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
const isModifier = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || isLetter(byte));

/** Takes off `]` + code letter + modifier. No payload of the product begins with `]`. */
export const splitSymbology = (frame: Uint8Array): Scan => {
  if (frame[0] !== 0x5d || !isLetter(frame[1]) || !isModifier(frame[2])) {
    return { symbology: null, payload: frame };
  }
  return {
    symbology: String.fromCharCode(...frame.subarray(0, 3)),
    payload: frame.subarray(3),
  };
};
