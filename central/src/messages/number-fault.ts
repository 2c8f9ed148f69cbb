import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Why a message cannot go to a number at all. */
export type NumberFault = 'no-number' | 'not-mobile';

/** Kinds of numbers that no text message reaches. One that no plan knows is tried all the same. */
const NOT_MOBILE = new Set([
  'FIXED_LINE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]);

/** What is wrong with a number in E.164 form; null: a message can be tried. */
export const faultOfNumber = (phone: string | null): NumberFault | null => {
  if (phone === null) return 'no-number';
  const type = parsePhoneNumberFromString(phone)?.getType();
  return NOT_MOBILE.has(type ?? '') ? 'not-mobile' : null;
};
