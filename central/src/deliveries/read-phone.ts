import {
  type CountryCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { ok, type Result } from '../../../shared/result.ts';
import { type CellProblem, type Read, refuse, stripMarks } from './cell.ts';
import { findSpoiltNumber } from './spoilt-cell.ts';

/** Digits of any script, and what people put between them. */
const WRITTEN = /^\+?[\p{Nd}\p{Zs}().,/\-‐‑–\t]+$/u;
const E164 = /^\+[1-9]\d{6,14}$/;
const NO_MESSAGES = new Set([
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]);
const MAYBE_MOBILE = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER']);

const isMobile = (number: PhoneNumber): boolean => MAYBE_MOBILE.has(number.getType() ?? '');
const parse = (text: string, defaultCountry?: CountryCode): PhoneNumber | null => {
  const options = defaultCountry === undefined ? {} : { defaultCountry };
  const number = parsePhoneNumberFromString(text, { ...options, extract: false });
  return number !== undefined && number.ext === undefined ? number : null;
};

/**
 * Digits alone, without 0, 00 or +, as a spreadsheet leaves them that took them for a number: the
 * number of the depot's country with or without its code, if only one of the two can be meant.
 */
const parseBare = (digits: string, country: CountryCode): PhoneNumber | 'unclear' | null => {
  const national = parse(digits, country);
  const whole = parse(`+${digits}`);
  const good = [national, whole].filter((one) => one?.isValid() === true) as PhoneNumber[];
  const [first, second] = good;
  if (first === undefined || second === undefined || first.number === second.number) {
    return first ?? null;
  }
  const [one, other] = good.filter(isMobile);
  return one === undefined || other !== undefined || (one === whole && one.country !== country)
    ? 'unclear'
    : one;
};

const NOT_A_NUMBER = refuse(
  'not-a-phone-number',
  'This is not a telephone number: its length is wrong, or it contains invalid characters.',
);

const find = (text: string, country: CountryCode | null): Result<PhoneNumber, CellProblem> => {
  const whole = text.replace(/^00/, '+');
  if (whole.startsWith('+')) {
    const number = parse(whole);
    return number === null ? NOT_A_NUMBER : ok(number);
  }
  if (country === null) {
    const reason =
      'The number has no country code, and the depot’s time zone belongs to no country. Write it with + and the country code.';
    return refuse('phone-without-country', reason);
  }
  const number =
    text.startsWith('0') || !/^\d+$/.test(text) ? parse(text, country) : parseBare(text, country);
  if (number === 'unclear') {
    const reason =
      'The number can be read in two ways, with and without a country code. Write it with + and the country code.';
    return refuse('phone-unclear', reason);
  }
  return number === null ? NOT_A_NUMBER : ok(number);
};

const tidy = (text: string): string =>
  stripMarks(text)
    .replace(/^tel:/i, '')
    // Full-width and other scripts' forms of digits and signs.
    .normalize('NFKC')
    .trim();

/**
 * A telephone number as people have it, in the form that is sent to: + and digits. A number without
 * country code is of the depot's country. Null for none: who has a token needs none.
 */
export const readPhone: Read<string | null> = (cell, { country, note }) => {
  const text = tidy(cell);
  if (text === '') return ok(null);
  const spoilt = findSpoiltNumber(text);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  if (!WRITTEN.test(text)) return NOT_A_NUMBER;
  const found = find(text, country);
  if (!found.ok) return found;
  const number = found.value;
  const { nationalNumber } = number;
  const isPossible =
    number.isPossible() && E164.test(number.number) && !/^(\d)\1*$/.test(nationalNumber);
  if (!isPossible) return NOT_A_NUMBER;
  const type = number.getType();
  if (NO_MESSAGES.has(type ?? '')) {
    return refuse('phone-not-mobile', 'This is a service number: no message can be sent to it.');
  }
  if (!number.isValid()) {
    const reason =
      'The telephone number is in no range known to be in use. Check it with the customer.';
    note({ code: 'phone-unknown-range', reason });
  } else if (!isMobile(number)) {
    const reason = 'This is a landline: the message with the code may not arrive.';
    note({ code: 'phone-landline', reason });
  }
  return ok(number.number);
};
