import { z } from 'zod';
import { type Instant, instant } from '../../../shared/protocol/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import {
  type CellProblem,
  MISSING,
  plainSigns,
  type Read,
  type Reading,
  refuse,
  stripMarks,
} from './cell.ts';
import { localInstants } from './local-time.ts';
import { withMonthNumber } from './month-names.ts';

const HOW = 'Write it as 2026-05-04 09:30, in the time of the depot, or as 2026-05-04T09:30+02:00.';
const NOT_A_TIME = refuse('not-an-instant', `The cell is not a date with a time. ${HOW}`);

const isoInstant = z.iso.datetime({ offset: true });
const isoLocal = z.iso.datetime({ local: true });

/** Where a spreadsheet writes the month before the day. Canada does both, and is not guessed. */
const MONTH_FIRST = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP', 'PH']);
const EITHER = new Set(['CA', 'PA', 'FM', 'MH', 'PW', 'LR', 'BZ']);

// With blanks and a last point as in Czech and Hungarian: `28. 11. 2026`, `2026. 11. 28.`.
const ISO =
  /^(\d{4})(?:[-/]|\. ?)(\d{1,2})(?:[-/]|\. ?)(\d{1,2})(\.?(?:T|t|,? +(?:um |at |à )?))(.+)$/;
const SLASHED = /^(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(\.?(?:T|,? +(?:um |at |à )?))(.+)$/;
const CLOCK =
  /^(\d{1,2})[:.h](\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?(?: *([ap])\.? ?m\.?| *(?:Uhr|h|hrs?))?$/i;
/** `16 Uhr`, `16h`, `4 pm`. */
const HOUR = /^(\d{1,2})()()()(?: *([ap])\.? ?m\.?| *(?:Uhr|h|hrs?))$/i;
const ZONE = /( *)(?:(z)|utc|gmt|([+-])(\d\d)(?::?(\d\d))?)$/i;
const LAST_YEAR = 2100;
const TOO_FAR = refuse('too-far-ahead', `The year is after ${LAST_YEAR}. ${HOW}`);

/** Where a year of two digits may as well stand in front, even with points. */
const YEAR_FIRST = new Set(['CA', 'CN', 'HU', 'IR', 'JP', 'KR', 'LT', 'MN', 'SE', 'TW', 'ZA']);
const CENTURY = '20';

const two = (digits: string): string => digits.padStart(2, '0');

type DateAndRest = { readonly date: string; readonly hasT: boolean; readonly rest: string };

/** Year, month and day, in this order; a day that could be a month only where that is clear. */
const readDate = (text: string, country: Reading['country']): DateAndRest | 'unclear' | null => {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year = '', month = '', day = '', between = '', rest = ''] = iso;
    return { date: `${year}-${two(month)}-${two(day)}`, hasT: /t/i.test(between), rest };
  }
  const [, one = '', sign, other = '', year = '', between = '', rest = ''] =
    SLASHED.exec(text) ?? [];
  if (rest === '') return null;
  const isShort = year.length === 2;
  if (isShort && (sign === '-' || country === null || YEAR_FIRST.has(country))) return 'unclear';
  const isClear = one === other || Number(one) > 12 || Number(other) > 12;
  // With points the day comes first everywhere.
  if (sign !== '.' && !isClear && (country === null || EITHER.has(country))) return 'unclear';
  const isMonthFirst =
    sign !== '.' && (Number(other) > 12 || (Number(one) <= 12 && MONTH_FIRST.has(country ?? '')));
  const [month, day] = isMonthFirst ? [one, other] : [other, one];
  const whole = isShort ? `${CENTURY}${year}` : year;
  return { date: `${whole}-${two(month)}-${two(day)}`, hasT: between.includes('T'), rest };
};

/** Hours, minutes and seconds of a clock with 24 or twice 12 hours. */
const readClock = (text: string): string | null => {
  const found = CLOCK.exec(text) ?? HOUR.exec(text);
  if (found === null) return null;
  const [, hour = '', minute, second, fraction, half] = found;
  const hours = Number(hour);
  if (half !== undefined && (hours < 1 || hours > 12)) return null;
  const late = half?.toLowerCase() === 'p' ? 12 : 0;
  const full = half === undefined ? hours : (hours % 12) + late;
  return `${two(String(full))}:${minute || '00'}:${second || '00'}${fraction ? `.${fraction}` : ''}`;
};

const MIDNIGHT = '24:00:00';
const DAY_MS = 86_400_000;

/** A day and a clock as ISO 8601 has them; at 24:00 the next day begins. */
const localOf = (date: string, clock: string): string => {
  const start = `${date}T00:00:00`;
  if (clock !== MIDNIGHT || !isoLocal.safeParse(start).success) return `${date}T${clock}`;
  return new Date(Date.parse(`${start}Z`) + DAY_MS).toISOString().slice(0, -5);
};

const NOT_ONE_TIME = refuse(
  'not-an-instant',
  `The cell is not a single time: it is a window, or its offset is used nowhere. ${HOW}`,
);

/**
 * The offset behind a time, null for none that is in use. With a minus it looks like the end of a
 * window, `08:00-10:00`: it counts behind a `T` without a blank, or behind seconds.
 */
const offsetOf = (
  [, blank = '', z, sign, hours, minutes = '00']: RegExpExecArray,
  hasT: boolean,
  hasSeconds: boolean,
): string | null => {
  if (z !== undefined || sign === undefined || hours === undefined) return 'Z';
  if (sign === '-' && !hasSeconds && !(hasT && blank === '')) return null;
  const total = Number(hours) * 60 + Number(minutes);
  const isInUse = Number(minutes) % 15 === 0 && Number(minutes) < 60;
  return isInUse && total <= (sign === '-' ? 12 : 14) * 60 ? `${sign}${hours}:${minutes}` : null;
};

const inDepot = (local: string, timeZone: string): Result<Instant, CellProblem> => {
  if (!isoLocal.safeParse(local).success) return NOT_A_TIME;
  const [first, second] = localInstants(local, timeZone);
  if (first === undefined) {
    const reason = `The depot’s clocks go forward then: this time does not exist on that day. ${HOW}`;
    return refuse('time-skipped', reason);
  }
  if (second !== undefined) {
    const reason = `The depot’s clocks go back then: this time occurs twice. Add the offset, as in 2026-10-25T02:30+02:00.`;
    return refuse('time-twice', reason);
  }
  return instant.safeParse(first).success ? ok(first) : NOT_A_TIME;
};

/**
 * A date and a time. Without an offset it is the depot's time; one that the clocks skip or repeat
 * there is refused.
 */
export const readInstant: Read<Instant> = (cell, { timeZone, country }) => {
  const tidy = plainSigns(stripMarks(cell).normalize('NFKC')).replace(/\s+/gu, ' ');
  const text = withMonthNumber(tidy);
  if (text === '') return MISSING;
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) {
    return refuse('date-as-number', `The spreadsheet has saved the date as a number. ${HOW}`);
  }
  const said = readDate(text, country);
  if (said === 'unclear') {
    return refuse(
      'date-unclear',
      `It is unclear which number is the day and which the month. ${HOW}`,
    );
  }
  if (said === null) return NOT_A_TIME;
  if (Number(said.date.slice(0, 4)) > LAST_YEAR) return TOO_FAR;
  const zone = ZONE.exec(said.rest);
  const written = zone === null ? said.rest : said.rest.slice(0, zone.index);
  const clock = readClock(written);
  if (clock === null) return NOT_A_TIME;
  const local = localOf(said.date, clock);
  if (zone === null) return inDepot(local, timeZone);
  const offset = offsetOf(zone, said.hasT, /:\d\d:?\d\d/.test(written));
  if (offset === null) return NOT_ONE_TIME;
  const whole = isoInstant.safeParse(`${local}${offset}`);
  const value = instant.safeParse(whole.success ? Date.parse(whole.data) : Number.NaN);
  return value.success ? ok(value.data) : NOT_A_TIME;
};
