import type { ParcelLabel } from '../../../shared/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { hasCheckDigit } from '../../../shared/scan/gs1/check-digit.ts';
import { ENROLMENT_PREFIX, PASS_PREFIX } from '../../../shared/scan/own-prefixes.ts';
import { labelOfText } from '../../../shared/scan/parcel-label.ts';
import { AS_TEXT, type CellProblem, MISSING, type Read, refuse, stripMarks } from './cell.ts';
import { findSpoiltDate, findSpoiltNumber, findSpoiltText } from './spoilt-cell.ts';

const MAX_PARCELS = 500;
/** What our own QR codes begin with. */
const QR_PREFIXES = ['KS1/', 'KB1:', ENROLMENT_PREFIX, PASS_PREFIX];

/**
 * A spreadsheet keeps 15 digits of a number and writes zeros for the rest. A right check digit says
 * that this SSCC happens to end so.
 */
const isRounded = (label: string): boolean =>
  /^\d{15}0{3,}$/.test(label) && !(label.length === 18 && hasCheckDigit(label));

/** A label's digits as they are printed under its bars, in groups. */
const joinGroups = (text: string): string =>
  /^[\d()\s]+$/.test(text) ? text.replace(/\s+/g, '') : text;

const readLabel = (part: string): Result<ParcelLabel, CellProblem> => {
  const text = joinGroups(stripMarks(part));
  const spoilt = findSpoiltText(text) ?? findSpoiltNumber(text) ?? findSpoiltDate(text);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  if (QR_PREFIXES.some((prefix) => text.startsWith(prefix))) {
    return refuse('label-like-a-qr', 'A label must not start like one of Kerbside’s own QR codes.');
  }
  // As the terminal reads it off the parcel: an SSCC without its application identifier 00.
  const label = labelOfText(text);
  if (label === null) {
    const reason =
      'A label has 4 to 48 printable characters without spaces; in a Digital Link or a GS1 text with parentheses, check digits must be correct.';
    return refuse('not-a-label', reason);
  }
  if (isRounded(label)) {
    const reason = `The spreadsheet has rounded the number: its last digits are zeros, and its check digit is wrong. ${AS_TEXT}`;
    return refuse('rounded-number', reason);
  }
  return ok(label);
};

/** Labels stand one in a line, or with ; between them; with a comma too, if that is in no label. */
const partsOf = (text: string): string[] =>
  text
    .split(text.includes('://') ? /[;\r\n]/ : /[;|\r\n]|,(?!\d{3}(?:\D|$))/)
    .filter((part) => part.trim() !== '');

/** The labels of a stop's parcels. */
export const readParcels: Read<ParcelLabel[]> = (cell) => {
  const parts = findSpoiltNumber(cell) === null ? partsOf(cell) : [cell];
  if (parts.length === 0) return MISSING;
  const labels = new Set<ParcelLabel>();
  for (const part of parts) {
    const label = readLabel(part);
    if (!label.ok) return label;
    if (labels.has(label.value)) return refuse('label-twice', 'Duplicate label.');
    labels.add(label.value);
  }
  return labels.size <= MAX_PARCELS
    ? ok([...labels])
    : refuse('too-many-parcels', `There are more than ${MAX_PARCELS} parcels.`);
};
