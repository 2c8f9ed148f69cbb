import { z } from 'zod';
import { manifestDelivery } from '../../../shared/api/terminal.ts';
import { utf8 } from '../../../shared/bytes.ts';
import { parseDeliveryCode } from '../../../shared/code/delivery-code.ts';
import { ENROLMENT_PREFIX } from '../../../shared/enrolment/enrolment-code.ts';
import { type Instant, instant, type ParcelLabel } from '../../../shared/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { labelOfText } from '../../../shared/scan/parcel-label.ts';
import { PASS_PREFIX } from '../../../shared/schemes/pass.ts';
import { tokenSerial } from '../tokens/token-kinds.ts';

/** Why a field cannot be taken: a stable code and a sentence. The field's text is not repeated. */
type FieldProblem = { readonly code: string; readonly reason: string };
type Read<T> = (text: string) => Result<T, FieldProblem>;

const refuse = (code: string, reason: string): Result<never, FieldProblem> => err({ code, reason });
const MISSING = refuse('missing', 'The field is empty.');
const MAX_LINE = 120;
const MAX_PARCELS = 500;

const readLine: Read<string> = (text) => {
  const line = text.trim().normalize('NFC');
  if (line === '') return MISSING;
  if (/\p{Cc}/u.test(line))
    return refuse('control-character', 'The field contains a control character.');
  if (!manifestDelivery.shape.customer.safeParse(line).success) {
    return refuse('too-long', `The field has more than ${MAX_LINE} characters.`);
  }
  return ok(line);
};

const readPosition: Read<number> = (text) => {
  if (text.trim() === '') return MISSING;
  const position = manifestDelivery.shape.position.safeParse(Number(text));
  return position.success && /^\d+$/.test(text.trim())
    ? ok(position.data)
    : refuse('not-a-position', 'The position must be a whole number from 1 to 100000.');
};

const readAddress: Read<string[]> = (text) => {
  const lines: string[] = [];
  for (const part of text.split('|')) {
    const line = readLine(part);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return lines.length <= 4
    ? ok(lines)
    : refuse('too-many-lines', 'An address has at most four lines, separated by |.');
};

/** Null for none: who has a token needs none. */
const readPhone: Read<string | null> = (text) => {
  if (text.trim() === '') return ok(null);
  const phone = text.trim();
  return /^\+[1-9]\d{6,14}$/.test(phone)
    ? ok(phone)
    : refuse('not-a-phone-number', 'The number must be in E.164 form: + and 7 to 15 digits.');
};

const readToken: Read<string | null> = (text) => {
  if (text.trim() === '') return ok(null);
  const serial = tokenSerial.safeParse(text.trim());
  return serial.success
    ? ok(serial.data)
    : refuse('not-a-serial', 'A serial number has 1 to 64 printable characters without spaces.');
};

const isoInstant = z.iso.datetime({ offset: true });

const readInstant: Read<Instant> = (text) => {
  const trimmed = text.trim();
  if (trimmed === '') return MISSING;
  // Minutes are enough for people; the schema wants seconds.
  const full = trimmed.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?=Z|[+-]\d\d:\d\d$)/, '$1:00');
  const parsed = isoInstant.safeParse(full);
  const value = instant.safeParse(parsed.success ? Date.parse(parsed.data) : Number.NaN);
  return value.success
    ? ok(value.data)
    : refuse('not-an-instant', 'The time must be ISO 8601 with an offset: 2026-05-04T09:30+02:00.');
};

/** What our own QR codes begin with. */
const QR_PREFIXES = ['KS1/', ENROLMENT_PREFIX, PASS_PREFIX];

const readLabel: Read<ParcelLabel> = (text) => {
  const trimmed = text.trim();
  if (QR_PREFIXES.some((prefix) => trimmed.startsWith(prefix))) {
    return refuse('label-like-a-qr', 'A label cannot begin like one of our own QR codes.');
  }
  const asCode = parseDeliveryCode(utf8(trimmed));
  if (asCode.ok || asCode.error === 'mistyped') {
    return refuse('label-like-a-code', 'The label could be taken for a customer code.');
  }
  // As the terminal reads it off the parcel: an SSCC without its application identifier 00.
  const label = labelOfText(trimmed);
  return label !== null
    ? ok(label)
    : refuse(
        'not-a-label',
        'A label has 4 to 48 printable characters without spaces; in a Digital Link, check digits must be right.',
      );
};

const readParcels: Read<ParcelLabel[]> = (text) => {
  if (text.trim() === '') return MISSING;
  const labels = new Set<ParcelLabel>();
  for (const part of text.split(';')) {
    const label = readLabel(part);
    if (!label.ok) return label;
    if (labels.has(label.value)) return refuse('label-twice', 'Duplicate label.');
    labels.add(label.value);
  }
  return labels.size <= MAX_PARCELS
    ? ok([...labels])
    : refuse('too-many-parcels', `There are more than ${MAX_PARCELS} parcels.`);
};

/** Every column of the file, and how its text is read. */
export const COLUMNS = {
  route: readLine,
  position: readPosition,
  customer: readLine,
  address: readAddress,
  phone: readPhone,
  arrival: readInstant,
  not_before: readInstant,
  not_after: readInstant,
  parcels: readParcels,
  token: readToken,
} as const;

export type ColumnName = keyof typeof COLUMNS;
/** Columns that a file need not have. */
export const OPTIONAL: ReadonlySet<ColumnName> = new Set(['token']);

type ValueOf<C extends ColumnName> =
  ReturnType<(typeof COLUMNS)[C]> extends Result<infer T, FieldProblem> ? T : never;

/** A line that can be taken. */
export type ImportLine = { readonly [C in ColumnName]: ValueOf<C> } & { readonly line: number };
