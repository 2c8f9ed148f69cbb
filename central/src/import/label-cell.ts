import { hasCheckDigit } from '../../../shared/protocol/scan/gs1/check-digit.ts';
import { type CellProblem, unwrapFormula } from './cell.ts';
import {
  isCarriersNumber,
  isSsccInThrees,
  labelSigns,
  ssccWithSigns,
  unwrapList,
} from './label-text.ts';
import { findSpoiltNumber } from './spoilt-cell.ts';

/** `unclear`: there may be one label in the text, or several. */
export type Labels = readonly string[] | 'unclear';

const isSscc = (digits: string): boolean => /^\d{18}$/.test(digits) && hasCheckDigit(digits);
const isGs1Key = (digits: string): boolean =>
  isSscc(digits) || (/^(?:\d{8}|\d{12,14})$/.test(digits) && hasCheckDigit(digits));
const withoutIdentifier = (digits: string): string =>
  /^00\d{18}$/.test(digits) ? digits.slice(2) : digits;

/**
 * Ways to see groups of digits as one SSCC after the other, each with or without its 00: none, the
 * one, or two of many. From the end, so that no way is gone twice.
 */
const ssccsIn = (groups: readonly string[]): readonly (readonly string[])[] => {
  const waysFrom: (readonly (readonly string[])[])[] = [[[]]];
  for (let at = groups.length - 1; at >= 0; at--) {
    const found: (readonly string[])[] = [];
    let joined = '';
    for (let end = at; end < groups.length && found.length < 2; end++) {
      joined += groups[end];
      if (joined.length > 20) break;
      if (!isSscc(withoutIdentifier(joined))) continue;
      const rests = waysFrom[groups.length - end - 1] ?? [];
      found.push(...rests.map((rest) => [joined, ...rest]));
    }
    waysFrom.push(found.slice(0, 2));
  }
  return waysFrom.at(-1) ?? [];
};

const MAX_GROUPS = 200;
/** No label is printed in groups so long, and none that stands alone is shorter. */
const ALONE = 8;
const GROUP = 4;

/** Digits with blanks between them: the groups of one label, or several labels. */
const splitDigits = (groups: readonly string[]): Labels => {
  const joined = groups.join('');
  const areAlone = groups.every((group) => group.length >= ALONE);
  const areOfOneLength = new Set(groups.map((group) => group.length)).size === 1;
  const isOne = joined.length === 18 || /^00\d{18}$/.test(joined) || isGs1Key(joined);
  if (isOne && !areAlone) return [joined];
  const ways = groups.length > MAX_GROUPS ? [] : ssccsIn(groups);
  const [way, other] = ways;
  if (way !== undefined && other === undefined && !(areAlone && way.length === 1)) return way;
  if (isOne && isSscc(withoutIdentifier(joined))) return 'unclear';
  if (areAlone && areOfOneLength) return groups;
  // 1001 1002 1003 are counted; a number's own groups are not.
  const [first = ''] = groups;
  const areCounted = areOfOneLength && groups.every((group) => group.startsWith(first.slice(0, 2)));
  return groups.every((group) => group.length <= GROUP) && !areCounted ? [joined] : 'unclear';
};

/** Letters and digits of one form: `PK12345678 PK12345679`. */
const formOf = (text: string): string =>
  text.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '9');

/** Whether words are of one form, and each long enough for a label. */
const areAlike = (words: readonly string[]): boolean =>
  new Set(words.map(formOf)).size === 1 &&
  words.every((word) => word.length >= ALONE && /\d{4}/.test(word));

const splitWords = (words: readonly string[]): Labels | null => {
  const joined = words.join('');
  if (isCarriersNumber(joined)) return [joined];
  return words.every((word) => word.includes('://')) || areAlike(words) ? words : null;
};

/** Whether labels that are counted have a sign between them that may be a part: `PK123456+PK123457`. */
const areJoined = (text: string): boolean => {
  const words = text.includes('://') ? [] : text.split(/[+/&]/);
  const [first = ''] = words;
  const areCounted = words.every((word) => word.startsWith(first.slice(0, 2)));
  return words.length > 1 && areCounted && areAlike(words);
};

/** Elements with their identifiers in brackets: where the first identifier comes again, a label begins. */
const splitBracketed = (text: string): readonly string[] => {
  const [first] = /^\(\d{2,4}\)/.exec(text) ?? [];
  if (first === undefined) return [text];
  const labels: string[] = [];
  for (const part of text.replace(/\s+/g, ' ').split(/ (?=\()/)) {
    const last = part.startsWith(first) ? undefined : labels.pop();
    labels.push(last === undefined ? part : `${last}${part}`);
  }
  return labels;
};

/** SSCCs written one after the other, with nothing or only a sign between them. */
const splitRun = (text: string): Labels => {
  const runs = text.match(/\d+/g) ?? [];
  const isRun = /^\d+(?:[^\dA-Za-z]\d+)*$/.test(text) && runs.every((run) => run.length >= 18);
  const all = runs.join('');
  if (!isRun || all.length < 36) return areJoined(text) ? 'unclear' : [text];
  const ssccs: string[] = [];
  for (let at = 0; at < all.length; ) {
    const size = all.startsWith('00', at) && isSscc(all.slice(at + 2, at + 20)) ? 20 : 18;
    const sscc = withoutIdentifier(all.slice(at, at + size));
    if (!isSscc(sscc)) return runs.length === 1 ? [text] : 'unclear';
    ssccs.push(sscc);
    at += size;
  }
  return ssccs;
};

/** Takes off what keeps a text a text, and what a font for Code 39 needs around it. */
const unwrap = (part: string): string => {
  const text = unwrapFormula(part)
    .trim()
    .replace(/^["“”„«'‘’‚`]([^"“”„«»'‘’‚`]*)["“”»'‘’`]$/, '$1')
    .trim();
  return text.replace(/^=(?=\d+$)/, '').replace(/^\*([0-9A-Z\-. $/+%]+)\*$/, '$1');
};

/** The labels between which there are only blanks, or nothing. */
export const splitBlanks = (text: string): Labels => {
  const sscc = /[^\d\s]/.test(text) ? ssccWithSigns(text) : null;
  if (sscc !== null) return [sscc];
  if (text.startsWith('(')) return splitBracketed(text);
  const words = text.split(/\s+/).map(unwrap);
  const [only] = words;
  if (only !== undefined && words.length === 1) return splitRun(only);
  if (words.some((word) => word.includes('('))) return 'unclear';
  return words.every((word) => /^\d+$/.test(word))
    ? splitDigits(words)
    : (splitWords(words) ?? [text]);
};

/** A comma or a bar ends an address only where another begins: a comma may be a part of it. */
const splitSigns = (text: string): string[] =>
  text.split(text.includes('://') ? /\||,(?=\s*[a-z][a-z\d+.-]*:\/\/)/i : /[|,،]/);

/** What a spreadsheet makes of a label. */
export const findSpoiltLabel = (text: string): CellProblem | null =>
  isSsccInThrees(text.trim()) ? null : findSpoiltNumber(text);

/**
 * The labels of a cell: one in a line, or with ; | or a comma between them, as an Arabic
 * keyboard has them too, or + / & between blanks.
 */
export const partsOf = (whole: string): string[] => {
  const cell = unwrapList(labelSigns(whole));
  const parts = cell
    .split(/[;؛\r\n]|\s[+/&]\s/)
    .flatMap((part) => (findSpoiltLabel(part) === null ? splitSigns(part) : [part]));
  return (findSpoiltLabel(cell) === null ? parts : [cell])
    .map(unwrap)
    .filter((part) => part !== '');
};
