import {
  type CountryCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { ok, type Result } from '../../../shared/result.ts';
import { isServiceNumber, mayBeMobile } from '../number-kinds.ts';
import { type CellProblem, type Read, refuse } from './cell.ts';
import { findExtension, hasTwoNumbers, MANY_DIGITS, tidyPhone } from './read-phone-text.ts';
import { findSpoiltPhone } from './spoilt-cell.ts';
import { findSpoiltDate } from './spoilt-date.ts';

/** Digits of any script, and what people put between them. */
const WRITTEN = /^\+?[\p{Nd}\p{Zs}().,/·\-\t]+$/u;
const E164 = /^\+[1-9]\d{6,14}$/;

const parse = (text: string, defaultCountry?: CountryCode): PhoneNumber | null => {
  const options = defaultCountry === undefined ? {} : { defaultCountry };
  const number = parsePhoneNumberFromString(text, { ...options, extract: false });
  return number !== undefined && number.ext === undefined ? number : null;
};

/**
 * A number without 0, 00 or + in front, as a spreadsheet leaves digits that it took for a number: one
 * of the depot's country with or without its code, if only one of the two can be meant.
 */
const parseBare = (text: string, country: CountryCode): PhoneNumber | 'unclear' | null => {
  const national = parse(text, country);
  const whole = parse(`+${text}`);
  const good = [national, whole].filter((one) => one?.isValid() === true) as PhoneNumber[];
  const [first, second] = good;
  if (first === undefined || second === undefined || first.number === second.number) {
    return first ?? null;
  }
  const [one, other] = good.filter((number) => mayBeMobile(number.getType()));
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
  const number = /^\(?0/.test(text) ? parse(text, country) : parseBare(text, country);
  if (number === 'unclear') {
    const reason =
      'The number can be read in two ways, with and without a country code. Write it with + and the country code.';
    return refuse('phone-unclear', reason);
  }
  return number === null ? NOT_A_NUMBER : ok(number);
};

/** `06/12/34/56/78`: the slashes only group the digits. */
const isInSlashes = (text: string): boolean => /^\+?(?:\p{Nd}{2,4}\/){2,}\p{Nd}{2,3}$/u.test(text);

/**
 * Whether a second number or an extension is written behind a whole one: `0170 1234567/8`. A last
 * group of few digits may also be the number's own, as in `06-12-34-56-78`.
 */
const hasExtension = (text: string, country: CountryCode | null): boolean => {
  const extension = findExtension(text);
  if (extension === null || isInSlashes(text)) return false;
  const { before, sign, last } = extension;
  const found = find(before, country);
  if (!found.ok) return false;
  const digits = found.value.nationalNumber.length;
  const isLongGroup = /\p{Nd}{4}$/u.test(before);
  if (sign !== '-') return digits >= MANY_DIGITS || (isLongGroup && digits >= MANY_DIGITS - 2);
  return digits >= MANY_DIGITS && isLongGroup && (last.length === 1 || found.value.isValid());
};

/**
 * A telephone number as people have it, in the form that is sent to: + and digits. A number without
 * country code is of the depot's country. Null for none: who has a token needs none.
 */
export const readPhone: Read<string | null> = (cell, { country, note }) => {
  const text = tidyPhone(cell);
  if (text === '') return ok(null);
  // `06.12.34.56.78` is a number, `28.11.2026` is none.
  const spoilt =
    findSpoiltPhone(text) ??
    (/(?<!\d)(?:19|20)\d\d(?!\d)/.test(text) ? findSpoiltDate(text) : null);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  if (hasTwoNumbers(text) || (WRITTEN.test(text) && hasExtension(text, country))) {
    const reason = 'The cell contains two numbers, or an extension. Enter one complete number.';
    return refuse('not-one-number', reason);
  }
  if (!WRITTEN.test(text)) return NOT_A_NUMBER;
  const found = find(text, country);
  if (!found.ok) return found;
  const number = found.value;
  const { nationalNumber } = number;
  const isPossible =
    number.isPossible() && E164.test(number.number) && !/^(\d)\1*$/.test(nationalNumber);
  if (!isPossible) return NOT_A_NUMBER;
  const kind = number.getType();
  if (isServiceNumber(kind)) {
    return refuse('phone-not-mobile', 'This is a service number: no message can be sent to it.');
  }
  if (!number.isValid()) {
    const reason =
      'The telephone number is in no range known to be in use. Check it with the customer.';
    note({ code: 'phone-unknown-range', reason });
  } else if (!mayBeMobile(kind)) {
    const reason = 'This is a landline: the message with the code may not arrive.';
    note({ code: 'phone-landline', reason });
  }
  return ok(number.number);
};
