/** A sheet may be long, for it is read in pieces; everything else is held whole. */
const MAX_PART_BYTES = 128 * 1_048_576;
const MAX_SHEET_BYTES = 2_147_483_647;
const SHEET = /^xl\/worksheets\//i;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const MAX_COMMENT = 65_535;

/**
 * Whether what is packed in a ZIP file (APPNOTE 4.3) fits into memory, by the sizes in its
 * directory, which its reader holds it to. `broken`: there is no directory, or a part of ZIP64.
 */
export const isTooLarge = (bytes: Uint8Array): 'fits' | 'too-large' | 'broken' => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - MAX_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) return 'broken';
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY) return 'broken';
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = Buffer.from(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength));
    const most = SHEET.test(name.toString('latin1')) ? MAX_SHEET_BYTES : MAX_PART_BYTES;
    if (size > most) return 'too-large';
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return 'fits';
};
