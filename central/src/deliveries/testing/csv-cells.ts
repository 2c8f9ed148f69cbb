import type { Instant } from '../../../../shared/protocol/ids.ts';
import { placeOf } from '../depot-country.ts';
import { readCsv } from '../read-csv.ts';

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
export const read = (file: string | Uint8Array, place = BERLIN) =>
  readCsv(typeof file === 'string' ? Buffer.from(file) : file, place, NOW);
/** The only row of a file that must be taken, and what was noted. */
export const taken = (file: string | Uint8Array, place = BERLIN) => {
  const result = read(file, place);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const [line] = result.value.lines;
  if (line === undefined) throw new Error('no row was taken');
  return { ...line, notes: result.value.notes.map(({ column, code }) => [column, code].join(' ')) };
};
/** Why a file is not taken: row, column and code. */
export const refused = (file: string | Uint8Array, place = BERLIN): string[] => {
  const result = read(file, place);
  if (result.ok) throw new Error('the file was taken');
  return result.error.map(({ line, column, code }) => `${line} ${column} ${code}`);
};
/** What `GOOD` says of its customer. */
export const JOERG = {
  customer: 'Jörg Müßig',
  address: ['Hauptstraße 5', '10999 Berlin'],
  notes: [],
};
