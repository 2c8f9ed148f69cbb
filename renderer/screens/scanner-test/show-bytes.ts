/** The bytes as two hexadecimal digits each. */
export const hexOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

const named = (code: number): string => `‹${code.toString(16).padStart(2, '0')}›`;

/** The bytes as characters, one each; what does not print as its number. */
export const rawOf = (bytes: readonly number[]): string =>
  bytes
    .map((byte) => (byte < 0x20 || byte > 0x7e ? named(byte) : String.fromCharCode(byte)))
    .join('');

/** The text of a scan: UTF-8, or Latin-1 where it is none. Control characters as above. */
export const textOf = (payload: readonly number[]): string => {
  const bytes = Uint8Array.from(payload);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = String.fromCharCode(...bytes);
  }
  return [...text].map((c) => (c < ' ' ? named(c.charCodeAt(0)) : c)).join('');
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
