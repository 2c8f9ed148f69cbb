/** The bytes as two hexadecimal digits each. */
export const hexOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** The bytes as characters, one each: what does not print has a sign of its own. */
export const rawOf = (bytes: readonly number[]): string =>
  bytes
    .map((byte) => {
      // Unicode has a picture of each control character.
      if (byte < 0x20) return String.fromCharCode(0x2400 + byte);
      if (byte === 0x7f) return '\u2421';
      return byte < 0x7f ? String.fromCharCode(byte) : '\u25af';
    })
    .join('');

/** The text of a scan: UTF-8, or Latin-1 where it is none. Signs of control characters as above. */
export const textOf = (payload: readonly number[]): string => {
  const bytes = Uint8Array.from(payload);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = String.fromCharCode(...bytes);
  }
  return [...text]
    .map((c) => (c < ' ' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : c))
    .join('');
};

/** Names of symbologies, which are the same in every language, by their AIM identifier's letter. */
const SYMBOLOGIES: Readonly<Record<string, string>> = {
  A: 'Code 39',
  C: 'Code 128',
  E: 'EAN/UPC',
  I: 'Interleaved 2 of 5',
  L: 'PDF417',
  Q: 'QR Code',
  d: 'Data Matrix',
  e: 'GS1 DataBar',
  z: 'Aztec',
};
const GS1: ReadonlySet<string> = new Set([']C1', ']Q3', ']d2']);

/** What an AIM identifier says, as `]Q1 QR Code`. */
export const symbologyOf = (identifier: string): string => {
  const name = SYMBOLOGIES[identifier.charAt(1)];
  if (name === undefined) return identifier;
  return `${identifier} ${GS1.has(identifier) ? 'GS1 ' : ''}${name}`;
};

/** Names of makes, as they write them. */
export const MAKES: Readonly<Record<string, string>> = {
  honeywell: 'Honeywell',
  zebra: 'Zebra',
  'zebra-ssi': 'Zebra SSI',
  datalogic: 'Datalogic',
  newland: 'Newland',
};
