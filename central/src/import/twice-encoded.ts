/** Code pages by which a program may have read UTF-8, and saved what it saw. */
const PAGES = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1256',
  'macintosh',
];
/** What people write: letters of Latin, Greek, Cyrillic, Hebrew and Arabic, and signs between them. */
const LIKELY =
  /[\u00a1-\u017f\u0391-\u03ce\u0400-\u045f\u05d0-\u05ea\u0621-\u064a\u2013-\u2026\u20ac]/;

const HIGH = Uint8Array.from({ length: 128 }, (_, i) => 128 + i);
let tables: readonly ReadonlyMap<string, number>[] | null = null;
const bytesByPage = (): readonly ReadonlyMap<string, number>[] => {
  tables ??= PAGES.map(
    (page) => new Map([...new TextDecoder(page).decode(HIGH)].map((sign, i) => [sign, 128 + i])),
  );
  return tables;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** How many bytes follow the first of a letter in UTF-8; null: none begins so. */
const following = (byte: number): number | null => {
  if (byte < 0x80) return 0;
  if (byte < 0xc2 || byte > 0xf4) return null;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
};

/** What a text was in UTF-8 before it was read by a code page; null: it cannot come of that. */
const readBack = (text: string, bytes: ReadonlyMap<string, number>): string | null => {
  const found: number[] = [];
  let left: number | null = 0;
  for (const sign of text) {
    const byte = sign < '\u0080' ? sign.charCodeAt(0) : bytes.get(sign);
    if (byte === undefined) return null;
    // To fail in the decoder is slow, and most texts fail at their first letter.
    if (left === 0) left = following(byte);
    else left = byte >= 0x80 && byte < 0xc0 ? left - 1 : null;
    if (left === null) return null;
    found.push(byte);
  }
  try {
    return utf8.decode(Uint8Array.from(found));
  } catch {
    return null;
  }
};

/**
 * Whether a text is UTF-8 that was once read by a code page: `JĂ¶rg`, `РџРµС‚СЂ`, `Ù…Ø­Ù…Ø¯`. Text that
 * somebody wrote is hardly ever the bytes of other text.
 */
export const isTwiceEncoded = (text: string): boolean =>
  // Most have no two such letters one after the other, and cost nothing.
  /[\u0080-\uffff]{2}/.test(text) &&
  (/[├┬]\S/.test(text) ||
    bytesByPage().some((bytes) => LIKELY.test(readBack(text, bytes)?.replace(/[ -~]/g, '') ?? '')));
