import { hasCheckDigit } from '../../../shared/protocol/scan/gs1/check-digit.ts';
import { SEPARATOR } from '../../../shared/protocol/scan/gs1/element-string.ts';
import { plainSigns } from './cell.ts';

/** What programs show instead of a separator: `␝`, `<GS>`, `{GS}`, `\x1d`. */
const SHOWN_SEPARATOR = /␝|[<{]GS[>}]|\\(?:x1d|u001d|035)/gi;

/** A label with the signs that a bar code has. */
export const labelSigns = (text: string): string =>
  plainSigns(text).replace(SHOWN_SEPARATOR, SEPARATOR);

/** What is in a list as programs write it: `["A", "B"]`, `{A,B}`. */
export const unwrapList = (cell: string): string => {
  const [, square, curly] = /^\s*(?:\[(?!\))([^[\]]*)\]|\{([^{}]*)\})\s*$/.exec(cell) ?? [];
  return square ?? curly ?? cell;
};

/** `SSCC: 3409…`, `[00]3409…`, `00-3409…`, and in groups as under the bars: `3-4098765-000000004-2`. */
const SSCC_WITH_SIGNS =
  /^(?:(?:SSCC|NVE)(?:-?18)?[:.#\s]*)?(?:\[00\]|\(00\)|00)?[-. ]?(\d)([-. ]?)(\d{7,10})\2(\d{6,9})\2(\d)$/i;

/** The SSCC that a text is with a word in front of it or signs between its parts; null for none. */
export const ssccWithSigns = (text: string): string | null => {
  const [all, extension = '', , company = '', serial = '', check = ''] =
    SSCC_WITH_SIGNS.exec(text) ?? [];
  const digits = extension + company + serial + check;
  return all !== undefined && digits.length === 18 && hasCheckDigit(digits) ? digits : null;
};

/** Whether blanks stand between threes of a whole SSCC: a spreadsheet would have rounded it. */
export const isSsccInThrees = (text: string): boolean => {
  const digits = text.replaceAll(' ', '');
  return /^\d{3}(?: \d{3}){5}$/.test(text) && !digits.endsWith('000') && hasCheckDigit(digits);
};

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];
/** A number of a post (UPU S10): two letters, eight digits and their check digit, a country. */
const isS10 = (text: string): boolean => {
  const digits = /^[A-Z]{2}(\d{9})[A-Z]{2}$/.exec(text)?.[1];
  if (digits === undefined) return false;
  const sum = S10_WEIGHTS.reduce((all, weight, i) => all + weight * Number(digits[i]), 0);
  const check = 11 - (sum % 11);
  return Number(digits[8]) === (check === 10 ? 0 : check === 11 ? 5 : check);
};

/** A number of UPS: `1Z`, 15 letters and digits, and their check digit. */
const isUps = (text: string): boolean => {
  const [, body, check] = /^1Z([0-9A-Z]{15})(\d)$/.exec(text) ?? [];
  if (body === undefined) return false;
  const worth = (sign: string): number =>
    /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10;
  const sum = [...body].reduce((all, sign, i) => all + worth(sign) * (i % 2 === 0 ? 1 : 2), 0);
  return (10 - (sum % 10)) % 10 === Number(check);
};

/** Whether a text is one carrier's number whose own check digit is right. */
export const isCarriersNumber = (text: string): boolean => isS10(text) || isUps(text);
