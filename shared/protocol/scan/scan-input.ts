import type { Result } from '../../result.ts';
import { symbolByte, symbolValue } from '../code/alphabet.ts';
import { type DeliveryCode, parseDeliveryCode } from '../code/delivery-code.ts';
import { copySecret } from '../codec/bytes.ts';
import { readBadge } from '../crew/badge.ts';
import {
  type EnrolmentCode,
  type EnrolmentCodeProblem,
  parseEnrolmentCode,
} from '../enrolment/enrolment-code.ts';
import type { Hash, ParcelLabel, ShortId } from '../ids.ts';
import { MAX_PASS_LENGTH } from '../schemes/pass.ts';
import { SEPARATOR } from './gs1/element-string.ts';
import { fromInk, untilInk } from './ink.ts';
import {
  BADGE_PREFIX,
  ENROLMENT_PREFIX,
  PASS_PREFIX,
  SEALED_PREFIX,
  startsWith,
} from './own-prefixes.ts';
import { isSscc, labelAmong, labelOfSymbol, labelOfText, ssccAmong } from './parcel-label.ts';
import { isGs1, mayHoldCode } from './symbology.ts';

/** What a scan or typed input is, told by its form alone. The bytes inside are the taker's to wipe. */
export type ScanInput =
  /** The customer's code; `delivery` is named by a QR, null for a bare code. */
  | { readonly kind: 'code'; readonly delivery: ShortId | null; readonly code: DeliveryCode }
  /** Of a code's form, but its check character is wrong. */
  | { readonly kind: 'mistyped-code' }
  /** A signed pass, not judged yet: all of its text. */
  | { readonly kind: 'pass'; readonly text: Uint8Array }
  | { readonly kind: 'parcel'; readonly label: ParcelLabel }
  | {
      readonly kind: 'enrolment';
      readonly enrolment: Result<EnrolmentCode, EnrolmentCodeProblem>;
    }
  /** Someone's badge: its hash, never its secret. */
  | { readonly kind: 'badge'; readonly badge: Hash }
  | { readonly kind: 'unreadable' };

const UNREADABLE: ScanInput = { kind: 'unreadable' };

/** Blanks are in no label, but in what is printed under a symbol of GS1. */
const ascii = (bytes: Uint8Array): string | null =>
  bytes.every((byte) => byte >= 0x20 && byte <= 0x7e) ? String.fromCharCode(...bytes) : null;

const SHORT_ID_LENGTH = 6;
const MAX_LENGTH = 512;

const parseSealedQr = (rest: Uint8Array): ScanInput => {
  if (rest[SHORT_ID_LENGTH] !== 0x2f) return UNREADABLE;
  const values = [...rest.subarray(0, SHORT_ID_LENGTH)].map(symbolValue);
  if (values.includes(null)) return UNREADABLE;
  const delivery = String.fromCharCode(...values.map((v) => symbolByte(v ?? 0))) as ShortId;
  const code = parseDeliveryCode(rest.subarray(SHORT_ID_LENGTH + 1));
  if (code.ok) return { kind: 'code', delivery, code: code.value };
  return code.error === 'mistyped' ? { kind: 'mistyped-code' } : UNREADABLE;
};

const asParcel = (label: ParcelLabel | null): ScanInput =>
  label === null ? UNREADABLE : { kind: 'parcel', label };

/** Separators are in no text of another form, so they say the same whatever identifier came. */
const isGs1Symbol = (payload: Uint8Array, symbology: string | null): boolean =>
  payload.includes(SEPARATOR.charCodeAt(0)) || (symbology !== null && isGs1(symbology));

type Labels = () => Iterable<ParcelLabel>;

/** Null for a symbol that does not hold what its identifier says: its text is read as any other. */
const parseGs1Symbol = (payload: Uint8Array, labels: Labels): ScanInput | null => {
  const read = labelOfSymbol(String.fromCharCode(...payload));
  if (!read.ok && read.error === 'not-elements') return null;
  if (!read.ok && read.error === 'wrong-check-digit') return UNREADABLE;
  if (read.ok && isSscc(read.value)) return asParcel(read.value);
  return asParcel(ssccAmong(labels(), payload) ?? (read.ok ? read.value : null));
};

/**
 * Tells what the payload of a scan is: `KS1/<short id>/<code>` is a customer's QR, `KP1:…` a signed
 * pass, `KB1:…` a badge, `KE1/…` an enrolment QR, ten characters of the alphabet a bare code, a GS1
 * symbol, a Digital Link and other printable text a parcel label. `symbology` is the AIM identifier,
 * null where none came: it alone tells a GS1 symbol from text that looks like one, and a linear one
 * holds no code. `labels` are those of the terminal's stops, which go before a bare code, and whose
 * SSCC is found in whatever stands around it; what is typed is none. Bounded work on any input.
 */
export const readScanInput = (
  scanned: Uint8Array,
  symbology: string | null = null,
  labels: Labels = () => [],
): ScanInput => {
  const payload = fromInk(scanned);
  if (startsWith(payload, PASS_PREFIX)) {
    return payload.length > MAX_PASS_LENGTH
      ? UNREADABLE
      : { kind: 'pass', text: copySecret(payload) };
  }
  if (payload.length === 0 || payload.length > MAX_LENGTH) return UNREADABLE;
  if (startsWith(payload, SEALED_PREFIX)) return parseSealedQr(payload.subarray(4));
  if (startsWith(payload, BADGE_PREFIX)) {
    const badge = readBadge(payload);
    return badge === null ? UNREADABLE : { kind: 'badge', badge };
  }
  if (isGs1Symbol(payload, symbology)) {
    const parsed = parseGs1Symbol(payload, labels);
    if (parsed !== null) return parsed;
  }
  // What ends a pass or a badge may be a blank.
  const plain = untilInk(payload);
  const known = labelAmong(labels(), plain);
  if (known !== null) return asParcel(known);
  if (mayHoldCode(symbology)) {
    const code = parseDeliveryCode(plain);
    if (code.ok) return { kind: 'code', delivery: null, code: code.value };
    if (code.error === 'mistyped') return { kind: 'mistyped-code' };
  }
  const within = ssccAmong(labels(), plain);
  if (within !== null) return asParcel(within);
  const text = ascii(plain);
  if (text === null) return UNREADABLE;
  if (text.startsWith(ENROLMENT_PREFIX)) {
    return { kind: 'enrolment', enrolment: parseEnrolmentCode(text) };
  }
  return asParcel(labelOfText(text));
};
