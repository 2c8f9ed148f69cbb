import { encode } from 'uqr';

/** Modules of light all around, as the symbol needs them (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code as one path of squares, each one unit wide, and how many units it is wide in all. */
export const qrPath = (text: string): { readonly size: number; readonly path: string } => {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET });
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return { size, path: squares.join('') };
};
