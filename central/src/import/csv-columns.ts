import { manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { NOT_SHOWN } from '../../../shared/protocol/schemes/shown-line.ts';
import { ok } from '../../../shared/result.ts';
import { tokenSerial } from '../tokens/token-kinds.ts';
import { MISSING, nameOfFirst, type Read, refuse, stripMarks } from './cell.ts';
import type { ColumnName } from './column-names.ts';
import { readParcels } from './read-label.ts';
import { readLanguage } from './read-language.ts';
import { readPhone } from './read-phone.ts';
import { readInstant } from './read-time.ts';
import { findScientific, findSpoiltLine, findSpoiltNumber } from './spoilt-cell.ts';
import { findSpoiltDate } from './spoilt-date.ts';

const MAX_LINE = 120;

/** A line that the terminal shows as it is, and that a pass can hold. */
const readLine: Read<string> = (text) => {
  const line = text.trim().normalize('NFC');
  if (line === '') return MISSING;
  if (/\p{Cc}/u.test(line)) {
    const which = nameOfFirst(line, /\p{Cc}/u);
    return refuse(
      'control-character',
      `The cell contains a control character (${which}). Delete it.`,
    );
  }
  if (NOT_SHOWN.test(line)) {
    const which = nameOfFirst(line, NOT_SHOWN);
    const reason = `The cell contains an invisible character that changes the writing direction or breaks the line (${which}). Delete it.`;
    return refuse('direction-mark', reason);
  }
  const spoilt = findSpoiltLine(line);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  if (!manifestDelivery.shape.customer.safeParse(line).success) {
    return refuse('too-long', `The cell has more than ${MAX_LINE} characters.`);
  }
  return ok(line);
};

/** No customer is called `01-mag` or `3.40988E+17`. */
const readCustomer: Read<string> = (text, reading) => {
  const spoilt = findScientific(text) ?? findSpoiltDate(text);
  return spoilt === null ? readLine(text, reading) : refuse(spoilt.code, spoilt.reason);
};

const readPosition: Read<number> = (text) => {
  const trimmed = stripMarks(text).replace(/[.,]0+$/, '');
  if (trimmed === '') return MISSING;
  const position = manifestDelivery.shape.position.safeParse(Number(trimmed));
  return position.success && /^\d+$/.test(trimmed)
    ? ok(position.data)
    : refuse('not-a-position', 'The position must be a whole number from 1 to 100000.');
};

/** Lines of an address are lines of the cell, or stand with | between them. Empty ones do not count. */
const readAddress: Read<string[]> = (text, reading) => {
  const parts = text.split(/\||\r\n|\r|\n|\u2028|\u2029/).filter((part) => part.trim() !== '');
  if (parts.length === 0) return MISSING;
  const lines: string[] = [];
  for (const part of parts) {
    const line = readLine(part, reading);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return lines.length <= 4
    ? ok(lines)
    : refuse('too-many-lines', 'An address has at most four lines.');
};

const readToken: Read<string | null> = (text) => {
  const trimmed = stripMarks(text);
  if (trimmed === '') return ok(null);
  const spoilt = findSpoiltNumber(trimmed);
  if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
  const serial = tokenSerial.safeParse(trimmed);
  return serial.success
    ? ok(serial.data)
    : refuse('not-a-serial', 'A serial number has 1 to 64 printable characters without spaces.');
};

/** Every column of the file, and how its text is read. */
export const COLUMNS = {
  route: readLine,
  position: readPosition,
  customer: readCustomer,
  address: readAddress,
  phone: readPhone,
  arrival: readInstant,
  not_before: readInstant,
  not_after: readInstant,
  parcels: readParcels,
  token: readToken,
  language: readLanguage,
} as const satisfies Record<ColumnName, Read<unknown>>;

type ValueOf<C extends ColumnName> = Extract<
  ReturnType<(typeof COLUMNS)[C]>,
  { readonly ok: true }
>['value'];

/** A row that can be taken. */
export type ImportLine = { readonly [C in ColumnName]: ValueOf<C> } & { readonly line: number };
