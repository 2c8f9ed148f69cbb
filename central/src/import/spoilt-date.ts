import { AS_TEXT, type CellProblem } from './cell.ts';

/** Languages in whose spreadsheets a day of a month is written with the month's short name. */
const LANGUAGES =
  'ar be bg bs ca cs cy da de el en es et eu fi fr ga gl hr hu is it lt lv mk mt nb nl pl pt pt-BR ro ru sk sl sq sr sr-Latn sv tr uk'.split(
    ' ',
  );
/** What spreadsheets write otherwise than this system, or wrote earlier. */
const OTHER_NAMES =
  'jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mrz|märz?|mai|okt|dez|mars|juin|août|febr|júl|jún|máj|janeiro|märts|heinä|kesä|lis|pro';

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The short names of the months in a language, alone and beside a day. */
const monthsOf = (language: string): string[] =>
  [{ month: 'short' } as const, { month: 'short', day: 'numeric' } as const].flatMap((form) => {
    const format = new Intl.DateTimeFormat(language, {
      ...form,
      timeZone: 'UTC',
      calendar: 'gregory',
    });
    return Array.from({ length: 12 }, (_, month) => {
      const parts = format.formatToParts(Date.UTC(2001, month, 15));
      const name = parts.find(({ type }) => type === 'month')?.value ?? '';
      return name.replace(/^d(?:e |[’'])/, '').replace(/\.$/, '');
    });
  });

const DAY = String.raw`\d{1,2}|(?:19|20)\d\d`;
let monthAndDay: RegExp | null = null;
const monthAndDayPattern = (): RegExp => {
  if (monthAndDay !== null) return monthAndDay;
  const names = new Set(LANGUAGES.flatMap(monthsOf).filter((name) => /\p{L}/u.test(name)));
  const months = `${OTHER_NAMES}|${[...names].map(literally).join('|')}`;
  monthAndDay = new RegExp(
    String.raw`^(?:(?:${months})\.?[-. /](?:${DAY})\.?|(?:${DAY})\.?[-. /](?:${months})\.?(?:[-. /](?:${DAY})\.?)?)$`,
    'iu',
  );
  return monthAndDay;
};

const DATE =
  /^(?:\d{1,2}(?:[/-]|\. ?)\d{1,2}(?:[/-]|\. ?)(?:\d\d|\d{4})\.?|\d{4}(?:[/-]|\. ?)\d{1,2}(?:[/-]|\. ?)\d{1,2}\.?)(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?$/;
const DAY_AND_MONTH = /^(\d{1,2})(?:\/|\. ?)(\d{1,2})\.?$/;
const EASTERN = /^(?:\d{4}[年년] ?)?\d{1,2}[月월] ?\d{1,2}[日일]$/;
const TIME = /^\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?$/i;

const isDayAndMonth = (text: string): boolean => {
  const [one, other] = (DAY_AND_MONTH.exec(text)?.slice(1) ?? []).map(Number);
  if (one === undefined || other === undefined) return false;
  return Math.min(one, other) >= 1 && Math.min(one, other) <= 12 && Math.max(one, other) <= 31;
};

const isMonthAndDay = (text: string): boolean =>
  // A spreadsheet never writes a month in capitals; a label may.
  !/\p{Lu}{2}/u.test(text) && monthAndDayPattern().test(text);

/** What a spreadsheet makes of a text that looks like a date or a time: `Mar-01`, `01. Mrz`. */
export const findSpoiltDate = (cell: string): CellProblem | null => {
  const text = cell.trim().normalize('NFC').replace(/\s+/gu, ' ');
  const isDate =
    DATE.test(text) ||
    isDayAndMonth(text) ||
    EASTERN.test(text) ||
    TIME.test(text) ||
    isMonthAndDay(text);
  const reason = `The spreadsheet has converted the cell to a date or a time. ${AS_TEXT}`;
  return isDate ? { code: 'turned-into-date', reason } : null;
};
