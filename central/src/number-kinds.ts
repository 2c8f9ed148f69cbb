import type { NumberType } from 'libphonenumber-js/max';

/** Kinds of numbers that no text message reaches, and that no customer has. */
const SERVICES: ReadonlySet<string> = new Set<NumberType & string>([
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]);
const MAYBE_MOBILE: ReadonlySet<string> = new Set<NumberType & string>([
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'PERSONAL_NUMBER',
]);

/** Whether a number is a service's. One of no kind that a plan knows is not. */
export const isServiceNumber = (kind: NumberType | undefined): boolean => SERVICES.has(kind ?? '');

/** Whether a text message may reach a number. */
export const mayBeMobile = (kind: NumberType | undefined): boolean => MAYBE_MOBILE.has(kind ?? '');

/** Whether a text message reaches none of this kind. One that no plan knows is tried all the same. */
export const isNeverMobile = (kind: NumberType | undefined): boolean =>
  kind === 'FIXED_LINE' || isServiceNumber(kind);
