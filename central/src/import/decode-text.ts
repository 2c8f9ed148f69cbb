import type { CountryCode } from 'libphonenumber-js/max';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { FileFacts } from './file-facts.ts';

export type TextProblem = { readonly code: string; readonly reason: string };

/** How the bytes of a file are read as text. */
export type Encoding = {
  readonly name: string;
  /** Whether nothing in the file names it, and it was taken for want of anything better. */
  readonly isGuessed: boolean;
};

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

/**
 * By its mark, or because most of its zeros are the high bytes: those of digits, delimiters and
 * ends of lines, whatever the letters are.
 */
const utf16Of = ({ start, size, zeros }: FileFacts): 'utf-16le' | 'utf-16be' | null => {
  if (startsWith(start, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(start, 0xfe, 0xff)) return 'utf-16be';
  const [even, odd] = zeros;
  // A text has a zero in ten characters or more often; something else has them anywhere.
  if (size % 2 === 1 || even + odd < size / 20) return null;
  if (odd > even * 4) return 'utf-16le';
  return even > odd * 4 ? 'utf-16be' : null;
};

const pageOf = ({ hasCr, hasLf }: FileFacts, country: CountryCode | null): string => {
  // Only “CSV (Macintosh)” ends its lines with CR alone.
  if (hasCr && !hasLf) return 'macintosh';
  return PAGES.get(country ?? '') ?? 'windows-1252';
};

/**
 * The encoding of a file: UTF-8 or UTF-16, with or without their mark, or else the code page in
 * which a spreadsheet program of the depot's country saves.
 */
export const encodingOf = (
  facts: FileFacts,
  country: CountryCode | null,
): Result<Encoding, TextProblem> => {
  if (startsWith(facts.start, 0xd0, 0xcf, 0x11, 0xe0)) {
    const reason = `The file is a spreadsheet of an old kind (.xls), or is protected by a password. Save it as .xlsx without one, or as “CSV UTF-8 (comma delimited)”.`;
    return refuse('workbook', reason);
  }
  const utf16 = utf16Of(facts);
  if (utf16 !== null) return ok({ name: utf16, isGuessed: false });
  if (facts.zeros[0] + facts.zeros[1] > 0) {
    return refuse('not-text', `The file is not text. ${SAVE_AS}`);
  }
  if (facts.isUtf8) return ok({ name: 'utf-8', isGuessed: false });
  return ok({ name: pageOf(facts, country), isGuessed: true });
};

/**
 * What only the wrong code page shows: control characters, marks in the middle of a word, capitals behind
 * a small letter. So letters look that a Macintosh or MS-DOS wrote: `MŸ§ig`, `Ren‚`.
 */
const LOOKS_WRONG =
  /[\u0080-\u009f]|\p{L}[„”‡†‰]\p{L}|\p{Script=Latin}(?:[ˆ‚]|[¤¡¢£§]\p{Script=Latin})|\p{Ll}[ŠŸŽŒ]/u;

const notWhole = ({ name, isGuessed }: Encoding): Result<never, TextProblem> =>
  isGuessed
    ? refuse(
        'unknown-encoding',
        `The file is not UTF-8, and some of its letters are not valid ${name} either. ${SAVE_AS}`,
      )
    : refuse('not-text', `The file is damaged: it is not whole UTF-16. ${SAVE_AS}`);

/** What old programs end a file with. */
const END_OF_FILE = '\u001a';
const beforeEnd = (text: string): number => {
  let end = text.length;
  while (end > 0 && text[end - 1] === END_OF_FILE) end -= 1;
  return end;
};

/** The text of a file, piece by piece; what is wrong with it is the last that comes. */
export async function* decodePieces(
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Result<string, TextProblem>> {
  const decoder = new TextDecoder(encoding.name, { fatal: true });
  let before = '';
  /** Marks at the end of a piece, which count if something comes after them. */
  let held = '';
  const decode = (piece?: Uint8Array): Result<string, TextProblem> => {
    let text: string;
    try {
      text = piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      return notWhole(encoding);
    }
    const wrong = encoding.isGuessed ? LOOKS_WRONG.test(before + text) : text.includes('\0');
    if (wrong) return notWhole(encoding);
    before = text.slice(-2);
    const whole = held + text;
    const end = beforeEnd(whole);
    held = whole.slice(end);
    return ok(whole.slice(0, end));
  };
  for await (const piece of pieces) {
    const text = decode(piece);
    yield text;
    if (!text.ok) return;
  }
  yield decode();
}
