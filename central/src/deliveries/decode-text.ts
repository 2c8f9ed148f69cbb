import type { CountryCode } from 'libphonenumber-js/max';
import { err, ok, type Result } from '../../../shared/result.ts';

export type DecodedText = {
  readonly text: string;
  /** The code page that was taken for want of anything that names it; null if nothing was guessed. */
  readonly guessed: string | null;
};
export type TextProblem = { readonly code: string; readonly reason: string };

/** The code page in which a spreadsheet program of a country saves “CSV”, where it is not 1252. */
const PAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'windows-1250': 'AL BA CZ HR HU PL RO RS SI SK',
    'windows-1251': 'BG BY KZ MK RU UA',
    'windows-1253': 'CY GR',
    'windows-1254': 'AZ TR',
    'windows-1255': 'IL',
    'windows-1256': 'AE BH DZ EG IQ IR JO KW LB LY MA OM PK QA SA SY TN YE',
    'windows-1257': 'EE LT LV',
    'windows-1258': 'VN',
    'windows-874': 'TH',
    shift_jis: 'JP',
    gbk: 'CN',
    big5: 'HK TW',
    'euc-kr': 'KR',
  }).flatMap(([page, countries]) => countries.split(' ').map((country) => [country, page])),
);

const SAVE_AS = 'Save it as “CSV UTF-8 (comma delimited)”.';
const refuse = (code: string, reason: string): Result<never, TextProblem> => err({ code, reason });
const startsWith = (bytes: Uint8Array, ...start: number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);

const decode = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return withoutEnd(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
};

/**
 * By its mark, or because most of its zeros are the high bytes: those of digits, delimiters and
 * ends of lines, whatever the letters are.
 */
const utf16Of = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const zeros: [number, number] = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2 === 0 ? 0 : 1] += 1;
  const [even, odd] = zeros;
  // A text has a zero in ten characters or more often; something else has them anywhere.
  if (bytes.length % 2 === 1 || even + odd < bytes.length / 20) return null;
  if (odd > even * 4) return 'utf-16le';
  return even > odd * 4 ? 'utf-16be' : null;
};

/** What old programs end a file with. */
const END_OF_FILE = '\u001a';
const withoutEnd = (text: string): string =>
  text.endsWith(END_OF_FILE) ? withoutEnd(text.slice(0, -1)) : text;

const pageOf = (bytes: Uint8Array, country: CountryCode | null): string => {
  // Only “CSV (Macintosh)” ends its lines with CR alone.
  if (bytes.includes(0x0d) && !bytes.includes(0x0a)) return 'macintosh';
  return PAGES.get(country ?? '') ?? 'windows-1252';
};

/** What only the wrong code page shows: control characters, or marks in the middle of a word. */
const LOOKS_WRONG = /[\u0080-\u009f]|\p{L}[„”‡†‰]\p{L}/u;

/**
 * The text of a file: UTF-8 or UTF-16, with or without their mark, or else the code page in which a
 * spreadsheet program of the depot's country saves. A workbook is no text.
 */
export const decodeText = (
  bytes: Uint8Array,
  country: CountryCode | null,
): Result<DecodedText, TextProblem> => {
  if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return refuse('workbook', `The file is a spreadsheet, not CSV. ${SAVE_AS}`);
  }
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) {
    const text = decode(bytes, utf16);
    return text === null || text.includes('\0')
      ? refuse('not-text', `The file is damaged: it is not whole UTF-16. ${SAVE_AS}`)
      : ok({ text, guessed: null });
  }
  if (bytes.includes(0)) return refuse('not-text', `The file is not text. ${SAVE_AS}`);
  const utf8 = decode(bytes, 'utf-8');
  if (utf8 !== null) return ok({ text: utf8, guessed: null });
  const page = pageOf(bytes, country);
  const text = decode(bytes, page);
  if (text === null || LOOKS_WRONG.test(text)) {
    const reason = `The file is not UTF-8, and some of its letters are not valid ${page} either. ${SAVE_AS}`;
    return refuse('unknown-encoding', reason);
  }
  return ok({ text, guessed: page });
};
