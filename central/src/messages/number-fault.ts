import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isNeverMobile } from '../number-kinds.ts';

/** Why a message cannot go to a number at all. */
export type NumberFault = 'no-number' | 'not-mobile';

/** What is wrong with a number in E.164 form; null: a message can be tried. */
export const faultOfNumber = (phone: string | null): NumberFault | null => {
  if (phone === null) return 'no-number';
  return isNeverMobile(parsePhoneNumberFromString(phone)?.getType()) ? 'not-mobile' : null;
};
