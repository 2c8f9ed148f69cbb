import type { Instant } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { COLUMN_NAMES, type ColumnName } from './column-names.ts';

const DAY_MS = 86_400_000;

const written = (cell: string): string => (/[",]/.test(cell) ? `"${cell}"` : cell);
const rowOf = (cells: readonly string[]): string => `${cells.map(written).join(',')}\r\n`;

/**
 * A file with all columns and two stops of tomorrow, as a depot's people write it; with the mark by
 * which spreadsheets know UTF-8. It can be imported as it is.
 */
export const makeTemplate = (timeZone: string, now: Instant): string => {
  const day = dayOf(now + DAY_MS, timeZone);
  const stop = (cells: Readonly<Record<ColumnName, string>>): string =>
    rowOf(COLUMN_NAMES.map((column) => cells[column]));
  const times = { not_before: `${day} 08:00`, not_after: `${day} 20:00`, token: '', language: '' };
  return [
    '\ufeff',
    rowOf(COLUMN_NAMES),
    stop({
      ...times,
      route: 'Example',
      position: '1',
      customer: 'Ada Lovelace',
      address: 'Ring Road 12|12043 Town',
      phone: '+44 7911 123456',
      arrival: `${day} 10:30`,
      parcels: '340123450000000017',
    }),
    stop({
      ...times,
      route: 'Example',
      position: '2',
      customer: 'Max Mustermann',
      address: 'Weg 1|Hinterhaus|12043 Town',
      phone: '+44 7911 123457',
      arrival: `${day} 10:45`,
      parcels: 'PK12345678;PK12345679',
    }),
  ].join('');
};
