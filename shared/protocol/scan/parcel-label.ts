import { err, ok, type Result } from '../../result.ts';
import { type ParcelLabel, parcelLabel } from '../ids.ts';
import { readBracketed } from './gs1/bracketed.ts';
import { hasCheckDigit } from './gs1/check-digit.ts';
import { parseDigitalLink } from './gs1/digital-link.ts';
import { type ElementString, readElementString, SEPARATOR } from './gs1/element-string.ts';
import { SSCC } from './gs1/elements.ts';

const labelOf = (text: string): ParcelLabel | null => {
  const parsed = parcelLabel.safeParse(text);
  return parsed.success ? parsed.data : null;
};

/** `not-elements`: it is text like any other. */
type LabelProblem = 'wrong-check-digit' | 'not-elements' | 'not-a-label';

/** The SSCC; without one, all that was printed, if it is elements, known today or newer. */
const labelOfElements = (
  { elements, problems }: ElementString,
  plain: string,
): Result<ParcelLabel, LabelProblem> => {
  const sscc = elements.get(SSCC);
  if (sscc === undefined && problems.has('wrong-check-digit')) return err('wrong-check-digit');
  const areElements = [...problems].every((problem) => problem === 'unknown-identifier');
  if (sscc === undefined && !areElements) return err('not-elements');
  const label = labelOf(sscc ?? plain);
  return label === null ? err('not-a-label') : ok(label);
};

/** The SSCC in front of further elements, where nothing says GS1: all of it must be right. */
const ssccInFront = (text: string): string | null => {
  if (!/^00\d{18}./.test(text)) return null;
  const { elements, problems } = readElementString(text);
  return problems.size === 0 ? (elements.get(SSCC) ?? null) : null;
};

/**
 * The label that text is, on a parcel and in a carrier's file alike; null if it is none. An SSCC
 * is taken without its application identifier `00`, out of a Digital Link, out of brackets,
 * `(00)340987650000000509`, and from in front of other elements. Its check digit is looked at where
 * GS1 is said, in a link, in brackets and by other elements: 18 digits may as well be a carrier's own.
 */
export const labelOfText = (text: string): ParcelLabel | null => {
  const bracketed = readBracketed(text);
  if (bracketed !== null) {
    const label = labelOfElements(bracketed, bracketed.plain);
    if (label.ok) return label.value;
    if (label.error !== 'not-elements') return null;
  }
  const link = parseDigitalLink(text);
  if (link.ok) return labelOf(link.value.get(SSCC) ?? text);
  if (link.error === 'wrong-check-digit') return null;
  return labelOf(/^00\d{18}$/.test(text) ? text.slice(2) : (ssccInFront(text) ?? text));
};

/** The label of a GS1 symbol: its SSCC, or else its text as printed, without separators. */
export const labelOfSymbol = (text: string): Result<ParcelLabel, LabelProblem> =>
  labelOfElements(readElementString(text), text.replaceAll(SEPARATOR, ''));

const isLabel = (label: ParcelLabel, bytes: Uint8Array): boolean =>
  label.length === bytes.length && bytes.every((byte, i) => byte === label.charCodeAt(i));

const ASTERISK = 0x2a;
/** Between the start and the stop of a Code 39, which some scanners send, and none of its data is. */
const withoutStartAndStop = (bytes: Uint8Array): Uint8Array =>
  bytes.length > 2 && bytes[0] === ASTERISK && bytes.at(-1) === ASTERISK
    ? bytes.subarray(1, -1)
    : bytes;

/**
 * The one of the labels that a scan is, byte by byte as it was printed; null if it is none. The
 * scan may be a customer's code: it is compared where it stands, and never made a string.
 */
export const labelAmong = (
  labels: Iterable<ParcelLabel>,
  scanned: Uint8Array,
): ParcelLabel | null => {
  const bare = withoutStartAndStop(scanned);
  for (const label of labels) if (isLabel(label, scanned) || isLabel(label, bare)) return label;
  return null;
};

/** Whether a label is the number of an SSCC. */
export const isSscc = (label: string): boolean => /^\d{18}$/.test(label);

/**
 * The one of the labels whose SSCC stands in a scan behind its identifier, the first there; null if
 * none does. Twenty digits that are a parcel's of the route are there by no chance: they count in
 * whatever a carrier, or a scanner that sends no separators or others, has put around them.
 */
export const ssccAmong = (
  labels: Iterable<ParcelLabel>,
  scanned: Uint8Array,
): ParcelLabel | null => {
  const text = String.fromCharCode(...scanned);
  const found = [...text.matchAll(/(?=00(\d{18}))/g)]
    .map(([, digits = '']) => digits)
    .filter(hasCheckDigit);
  if (found.length === 0) return null;
  const known: ReadonlySet<string> = new Set(labels);
  return labelOf(found.find((digits) => known.has(digits)) ?? '');
};
