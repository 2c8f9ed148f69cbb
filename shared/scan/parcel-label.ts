import { type ParcelLabel, parcelLabel } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { parseDigitalLink } from './gs1/digital-link.ts';
import { parseElementString, SEPARATOR } from './gs1/element-string.ts';
import type { Gs1Elements, Gs1Problem } from './gs1/elements.ts';

const labelOf = (text: string): ParcelLabel | null => {
  const parsed = parcelLabel.safeParse(text);
  return parsed.success ? parsed.data : null;
};

const SSCC = '00';
const ssccOr = (elements: Gs1Elements, printed: string): ParcelLabel | null =>
  labelOf(elements.get(SSCC) ?? printed);

/**
 * The label that text is, on a parcel and in a carrier's file alike; null if it is none. An SSCC
 * is taken without its application identifier `00`, and out of a Digital Link. Its check digit is
 * looked at in a Digital Link only: 18 digits may as well be a carrier's own.
 */
export const labelOfText = (text: string): ParcelLabel | null => {
  const link = parseDigitalLink(text);
  if (link.ok) return ssccOr(link.value, text);
  if (link.error === 'wrong-check-digit') return null;
  return labelOf(/^00\d{18}$/.test(text) ? text.slice(2) : text);
};

/** The label of a GS1 symbol: its SSCC, or else its text as printed, without separators. */
export const labelOfSymbol = (text: string): Result<ParcelLabel, Gs1Problem | 'not-a-label'> => {
  const elements = parseElementString(text);
  if (!elements.ok) return elements;
  const label = ssccOr(elements.value, text.replaceAll(SEPARATOR, ''));
  return label === null ? err('not-a-label') : ok(label);
};
