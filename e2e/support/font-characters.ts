import { brotliDecompressSync } from 'node:zlib';

/** The place of `cmap`, `glyf` and `loca` in the list of table names that WOFF2 has. */
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const NAMED_IN_FULL = 63;
const HEADER = 48;

/**
 * The code points that a font has a glyph for, read from the file itself: what a machine's own fonts
 * would stand in for changes nothing.
 *
 * @param woff2 a font in WOFF2 (https://www.w3.org/TR/WOFF2/)
 */
export const charactersOf = (woff2: Uint8Array): ReadonlySet<number> => {
  const file = new DataView(woff2.buffer, woff2.byteOffset, woff2.byteLength);
  if (file.getUint32(0) !== 0x774f4632) throw new Error('this is no WOFF2');
  let at = HEADER;
  const number = (): number => {
    let value = 0;
    for (let byte = 0x80; byte >= 0x80; at++) {
      byte = file.getUint8(at);
      value = value * 128 + (byte & 0x7f);
    }
    return value;
  };
  let start = 0;
  let cmap: { readonly start: number; readonly length: number } | undefined;
  for (let left = file.getUint16(12); left > 0; left--) {
    const flags = file.getUint8(at++);
    const tag = flags & 0x3f;
    if (tag === NAMED_IN_FULL) at += 4;
    const original = number();
    // For these two the version that is written 3 is the one that is left as it was.
    const asItWas = tag === GLYF || tag === LOCA ? flags >> 6 === 3 : flags >> 6 === 0;
    const length = asItWas ? original : number();
    if (tag === CMAP) cmap = { start, length };
    start += length;
  }
  if (cmap === undefined) throw new Error('the font has no table of characters');
  const tables = brotliDecompressSync(woff2.subarray(at, at + file.getUint32(20)));
  return readCmap(tables.subarray(cmap.start, cmap.start + cmap.length));
};

/** @param bytes a `cmap` table (https://learn.microsoft.com/typography/opentype/spec/cmap) */
const readCmap = (bytes: Uint8Array): ReadonlySet<number> => {
  const table = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Set<number>();
  for (let index = 0; index < table.getUint16(2); index++) {
    const start = table.getUint32(4 + index * 8 + 4);
    const format = table.getUint16(start);
    if (format === 4) readSegments(table, start, found);
    if (format === 12) readGroups(table, start, found);
  }
  if (found.size === 0) throw new Error('the font names its characters in a way that is not read');
  return found;
};

const readSegments = (table: DataView, start: number, found: Set<number>): void => {
  const segments = table.getUint16(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  for (let segment = 0; segment < segments; segment++) {
    const first = table.getUint16(starts + segment * 2);
    const last = table.getUint16(ends + segment * 2);
    const delta = table.getUint16(deltas + segment * 2);
    const place = offsets + segment * 2;
    const offset = table.getUint16(place);
    for (let code = first; code <= last && code < 0xffff; code++) {
      const named = offset === 0 ? code : table.getUint16(place + offset + (code - first) * 2);
      // Glyph 0 is the box that stands for what is missing.
      if (named !== 0 && ((named + delta) & 0xffff) !== 0) found.add(code);
    }
  }
};

const readGroups = (table: DataView, start: number, found: Set<number>): void => {
  const groups = table.getUint32(start + 12);
  for (let group = 0; group < groups; group++) {
    const at = start + 16 + group * 12;
    const glyph = table.getUint32(at + 8);
    const first = table.getUint32(at);
    for (let code = first; code <= table.getUint32(at + 4); code++) {
      if (glyph + code - first !== 0) found.add(code);
    }
  }
};
