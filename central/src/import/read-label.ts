import type { ParcelLabel } from '../../../shared/protocol/ids.ts';
import { identifierAt } from '../../../shared/protocol/scan/gs1/application-identifiers.ts';
import { readBracketed } from '../../../shared/protocol/scan/gs1/bracketed.ts';
import { hasCheckDigit } from '../../../shared/protocol/scan/gs1/check-digit.ts';
import { readElementString, SEPARATOR } from '../../../shared/protocol/scan/gs1/element-string.ts';
import { ENROLMENT_PREFIX, PASS_PREFIX } from '../../../shared/protocol/scan/own-prefixes.ts';
import { labelOfSymbol, labelOfText } from '../../../shared/protocol/scan/parcel-label.ts';
import { isGs1, splitSymbology } from '../../../shared/protocol/scan/symbology.ts';
import { ok, type Result } from '../../../shared/result.ts';
import {
  AS_TEXT,
  type CellProblem,
  MISSING,
  nameOfFirst,
  type Read,
  refuse,
  stripMarks,
} from './cell.ts';
import { findSpoiltLabel, partsOf, splitBlanks } from './label-cell.ts';
import { findSpoiltText } from './spoilt-cell.ts';
import { findSpoiltDate } from './spoilt-date.ts';

const MAX_PARCELS = 500;
/** What our own QR codes begin with. */
const QR_PREFIXES = ['KS1/', 'KB1:', ENROLMENT_PREFIX, PASS_PREFIX];

const NOT_A_LABEL = refuse(
  'not-a-label',
  'A label has 4 to 48 printable characters without spaces; in a Digital Link or a GS1 text with parentheses, check digits must be correct.',
);
/** Letters of other alphabets look like A to Z, so it is said which. */
const FOREIGN = /[^\s!-~]/u;
const UNCLEAR = refuse(
  'labels-unclear',
  'It is unclear whether this is one label or several. Put ; between labels, and no spaces within one.',
);
const TWO_VALUES = refuse(
  'label-contradiction',
  'The GS1 text contains the same identifier twice, with different values. Enter one label, or put ; between two.',
);

/**
 * A spreadsheet keeps 15 digits of a number and writes zeros for the rest. A right check digit says
 * that this SSCC happens to end so.
 */
const isRounded = (label: string): boolean =>
  /^\d{15}0{3,}$/.test(label) && !(label.length === 18 && hasCheckDigit(label));

/** Whether a value in brackets has more digits than its identifier allows: something else follows. */
const isOverfull = (text: string): boolean =>
  [...text.matchAll(/\((\d{2,4})\)([^()]+)/g)].some(([, ai = '', value = '']) => {
    const plain = value.replace(/\s/g, '');
    const size = identifierAt(ai + plain, 0)?.predefined ?? null;
    return size === null ? /\S\s+\S/.test(value) : plain.length > size;
  });

/** The label that a GS1 symbol's scan is, by its AIM identifier or its separators; else its text. */
const labelOfScan = (text: string): Result<ParcelLabel, CellProblem> | string => {
  const { symbology, payload } = splitSymbology(Buffer.from(text));
  const plain = payload.toString();
  if (symbology === null ? !text.includes(SEPARATOR) : !isGs1(symbology)) return plain;
  if (readElementString(plain).problems.has('contradiction')) return TWO_VALUES;
  const label = labelOfSymbol(plain);
  if (label.ok) return label;
  return label.error === 'not-elements' ? plain : NOT_A_LABEL;
};

const readLabel = (part: string): Result<ParcelLabel, CellProblem> => {
  const text = labelOfScan(part);
  if (typeof text !== 'string') return text;
  const spoilt = findSpoiltText(text) ?? findSpoiltLabel(text) ?? findSpoiltDate(text);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  if (QR_PREFIXES.some((prefix) => text.startsWith(prefix))) {
    return refuse('label-like-a-qr', 'A label must not start like one of Kerbside’s own QR codes.');
  }
  const bracketed = readBracketed(text);
  if (bracketed?.problems.has('contradiction') === true) return TWO_VALUES;
  if (bracketed !== null && isOverfull(text)) return UNCLEAR;
  // As the terminal reads it off the parcel: an SSCC without its application identifier 00.
  const label = labelOfText(text);
  if (label === null && FOREIGN.test(text)) {
    const which = nameOfFirst(text, FOREIGN);
    const reason = `The label contains a character that no bar code has (${which}). Type it again, with letters from A to Z.`;
    return refuse('not-a-label', reason);
  }
  // Brackets that are still there hold a value which is none of their identifier's.
  if (label === null || !/[A-Za-z\d]/.test(label) || (bracketed !== null && label === text)) {
    return NOT_A_LABEL;
  }
  if (isRounded(label)) {
    const reason = `The spreadsheet has rounded the number: its last digits are zeros, and its check digit is wrong. ${AS_TEXT}`;
    return refuse('rounded-number', reason);
  }
  return ok(label);
};

/** The labels in a part of the cell between two separators. */
const labelsOf = (part: string): Result<readonly string[], CellProblem> => {
  const text = stripMarks(part);
  // A date with a blank in it is what a spreadsheet made, and no two labels.
  const spoilt = findSpoiltText(text) ?? findSpoiltLabel(text) ?? findSpoiltDate(text);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  const labels = splitBlanks(text);
  return labels === 'unclear' ? UNCLEAR : ok(labels);
};

/** The labels of a stop's parcels. */
export const readParcels: Read<ParcelLabel[]> = (cell) => {
  const parts = partsOf(cell);
  if (parts.length === 0) return MISSING;
  const labels = new Set<ParcelLabel>();
  for (const part of parts) {
    const texts = labelsOf(part);
    if (!texts.ok) return texts;
    for (const text of texts.value) {
      const label = readLabel(text);
      if (!label.ok) return label;
      if (labels.has(label.value)) return refuse('label-twice', 'Duplicate label.');
      labels.add(label.value);
    }
  }
  return labels.size <= MAX_PARCELS
    ? ok([...labels])
    : refuse('too-many-parcels', `There are more than ${MAX_PARCELS} parcels.`);
};
