import type { Instant } from '../../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { LineProblem } from '../../deliveries/new-stop.ts';
import type { ImportLine } from '../csv-columns.ts';
import { placeOf } from '../depot-country.ts';
import { takeFacts } from '../file-facts.ts';
import { readFile } from '../read-file.ts';
import type { ColumnMap } from '../read-header.ts';
import { makeRouteDays } from '../route-days.ts';
import { fileInMemory, type StoredFile } from '../stored-file.ts';

const NOW = Date.parse('2026-11-28T15:00Z') as Instant;
export const BERLIN = placeOf({ timeZone: 'Europe/Berlin' });
export const NAMES = 'route,position,customer,address,phone,arrival,not_before,not_after,parcels';
export const COLUMNS = NAMES.split(',');

export const GOOD: Readonly<Record<string, string>> = {
  route: '14',
  position: '1',
  customer: 'Jörg Müßig',
  address: 'Hauptstraße 5|10999 Berlin',
  phone: '+491701234567',
  arrival: '2026-11-28T16:52Z',
  not_before: '2026-11-28T13:52Z',
  not_after: '2026-11-29T02:52Z',
  parcels: '340987650000000011',
};
export const quoted = (cell: string): string =>
  /[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
export const row = (
  change: Readonly<Record<string, string>> = {},
  delimiter = ',',
  columns = COLUMNS,
) => columns.map((column) => quoted({ ...GOOD, ...change }[column] ?? '')).join(delimiter);
export const table = (change: Readonly<Record<string, string>> = {}, delimiter = ',') =>
  `${COLUMNS.join(delimiter)}\r\n${row(change, delimiter)}\r\n`;

export const utf16 = (text: string, isBig = false): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};
type FileRead = { readonly lines: readonly ImportLine[]; readonly notes: readonly LineProblem[] };

/** Reads a whole file, as an import does without a database. */
export const readWhole = async (
  file: StoredFile,
  place = BERLIN,
  map: ColumnMap = new Map(),
): Promise<Result<FileRead, readonly LineProblem[]>> => {
  const lines: ImportLine[] = [];
  const notes: LineProblem[] = [];
  const problems: LineProblem[] = [];
  for await (const part of readFile(file, place, map, NOW)) {
    if (!part.ok) return part;
    if (part.value.kind === 'columns') continue;
    notes.push(...part.value.notes);
    if (part.value.kind === 'header') continue;
    for (const { read } of part.value.rows) {
      if (read.ok) lines.push(read.value);
      else problems.push(...read.error);
    }
  }
  const days = makeRouteDays(place.timeZone, new Map());
  days.see(lines);
  for (const line of lines) {
    const day = days.dayOf(line);
    if (typeof day !== 'string') problems.push(day);
  }
  return problems.length > 0 ? err(problems) : ok({ lines, notes });
};
/** A file that comes in pieces of so many bytes. */
export const inPieces = (bytes: Uint8Array, size: number): StoredFile => {
  const taker = takeFacts();
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  for (const piece of pieces) taker.take(piece);
  return {
    facts: taker.facts(),
    pieces: async function* () {
      yield* pieces;
    },
  };
};
export const read = (file: string | Uint8Array, place = BERLIN, map?: ColumnMap) =>
  readWhole(fileInMemory(typeof file === 'string' ? Buffer.from(file) : file), place, map);
/** The only row of a file that must be taken, and what was noted. */
export const taken = async (file: string | Uint8Array, place = BERLIN, map?: ColumnMap) => {
  const result = await read(file, place, map);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const [line] = result.value.lines;
  if (line === undefined) throw new Error('no row was taken');
  return { ...line, notes: result.value.notes.map(({ column, code }) => [column, code].join(' ')) };
};
/** Why a file is not taken: row, column and code. */
export const refused = async (file: string | Uint8Array, place = BERLIN): Promise<string[]> => {
  const result = await read(file, place);
  if (result.ok) throw new Error('the file was taken');
  return result.error.map(({ line, column, code }) => `${line} ${column} ${code}`);
};
/** What `GOOD` says of its customer. */
export const JOERG = {
  customer: 'Jörg Müßig',
  address: ['Hauptstraße 5', '10999 Berlin'],
  notes: [],
};
