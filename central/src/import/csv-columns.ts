import { manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { writtenLine } from '../../../shared/protocol/outcome.ts';
import {
  MAX_STOP_NOTE,
  MAX_STOP_PLACE,
  MAX_STOP_PLACES,
} from '../../../shared/protocol/plain-values.ts';
import { NOT_SHOWN } from '../../../shared/protocol/schemes/shown-line.ts';
import { ok } from '../../../shared/result.ts';
import type { NewStop } from '../deliveries/new-stop.ts';
import type { StopFacts } from '../deliveries/stop-facts.ts';
import { tokenSerial } from '../tokens/token-kinds.ts';
import { MISSING, nameOfFirst, plainSigns, type Read, refuse, stripMarks } from './cell.ts';
import type { ColumnName } from './column-names.ts';
import {
  makeLineReaders,
  readCallPhone,
  readEvidence,
  readMayCall,
  readPersons,
} from './read-facts.ts';
import { readParcels } from './read-label.ts';
import { readLanguage } from './read-language.ts';
import { readPhone } from './read-phone.ts';
import { readInstant } from './read-time.ts';
import { findDecimals, findScientific, findSpoiltLine, findSpoiltNumber } from './spoilt-cell.ts';
import { findSpoiltDate } from './spoilt-date.ts';

const MAX_LINE = 120;
const MAX_PARCEL_NAME = 60;

/** What nobody sees, and what makes two of one name: marks without width, blanks of any kind. */
const tidyLine = (text: string): string =>
  text
    .replace(/[\u00ad\u200b\u2060]/g, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
    .normalize('NFC');

const CONTROLS: Readonly<Record<string, string>> = { '\n': 'a line break', '\t': 'a tab' };

/** A line that the terminal shows as it is, and that a pass can hold. */
const lineOf =
  (max: number): Read<string> =>
  (text) => {
    const line = tidyLine(text);
    if (line === '') return MISSING;
    const [control] = /\p{Cc}/u.exec(line) ?? [];
    if (control !== undefined) {
      const which = CONTROLS[control] ?? `a control character (${nameOfFirst(control, /\p{Cc}/u)})`;
      return refuse('control-character', `The cell contains ${which}. Delete it.`);
    }
    if (NOT_SHOWN.test(line)) {
      const which = nameOfFirst(line, NOT_SHOWN);
      const reason = `The cell contains an invisible character that changes the writing direction or breaks the line (${which}). Delete it.`;
      return refuse('direction-mark', reason);
    }
    const spoilt = findSpoiltLine(line);
    if (spoilt !== null) return refuse(spoilt.code, spoilt.reason);
    if (!writtenLine.max(max).safeParse(line).success) {
      return refuse('too-long', `The text has more than ${max} characters.`);
    }
    return ok(line);
  };
const readLine = lineOf(MAX_LINE);

/** A line with something in it that can be read aloud: `.` and `_` only fill a cell. */
const readName: Read<string> = (text, reading) => {
  const line = readLine(text, reading);
  return line.ok && /^[\s\p{P}$+<=>^`|~]+$/u.test(line.value)
    ? refuse('no-value', 'The cell contains only signs, no letters or digits.')
    : line;
};

/** No customer is called `01-mag` or `3.40988E+17`. */
const readCustomer: Read<string> = (text, reading) => {
  const spoilt = findScientific(text) ?? findSpoiltDate(text);
  return spoilt === null ? readName(text, reading) : refuse(spoilt.code, spoilt.reason);
};

/** Rows of one route have one name: not `14`, `'14` and `14.0`. */
const readRoute: Read<string> = (text, reading) => {
  const name = text.trim().replace(/^['’](?=\d)/, '');
  const spoilt = findScientific(name) ?? findDecimals(name);
  return spoilt === null ? readName(name, reading) : refuse(spoilt.code, spoilt.reason);
};

const readPosition: Read<number> = (text) => {
  // `1.000` may be a thousand.
  const trimmed = plainSigns(stripMarks(text)).replace(/[.,]0{1,2}$/, '');
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
    const line = readName(part, reading);
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

const { readNote, readPlaces, readNames } = makeLineReaders(lineOf, {
  note: MAX_STOP_NOTE,
  place: MAX_STOP_PLACE,
  places: MAX_STOP_PLACES,
  name: MAX_PARCEL_NAME,
});

/** Every column of the file, and how its text is read. */
export const COLUMNS = {
  route: readRoute,
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
  note: readNote,
  parcel_names: readNames,
  may_call: readMayCall,
  call_phone: readCallPhone,
  evidence: readEvidence,
  places: readPlaces,
  persons: readPersons,
} as const satisfies Record<ColumnName, Read<unknown>>;

type ValueOf<C extends ColumnName> = Extract<
  ReturnType<(typeof COLUMNS)[C]>,
  { readonly ok: true }
>['value'];

/** A row whose cells can be taken, each by itself. */
export type CellValues = { readonly [C in ColumnName]: ValueOf<C> } & { readonly line: number };

type FactColumn =
  | 'note'
  | 'parcel_names'
  | 'may_call'
  | 'call_phone'
  | 'evidence'
  | 'places'
  | 'persons';

/** What a row without a column has in it. */
export const LEFT_OUT = {
  token: null,
  language: null,
  note: null,
  parcel_names: [],
  may_call: true,
  call_phone: null,
  evidence: { needsSignature: false, needsEveryScan: false },
  places: null,
  persons: null,
} as const satisfies Pick<CellValues, 'token' | 'language' | FactColumn>;

/** A row that can be taken. */
export type ImportLine = Omit<CellValues, FactColumn | 'position'> &
  Pick<NewStop, 'position' | 'facts'>;

/** A row whose cells fit each other; null if the names are not as many as the parcels. */
export const importLine = ({
  note,
  parcel_names: names,
  may_call: mayCall,
  call_phone: callPhone,
  evidence,
  places,
  persons,
  ...line
}: CellValues): ImportLine | null => {
  if (names.length > 0 && names.length !== line.parcels.length) return null;
  const named = line.parcels.flatMap((parcel, i) => {
    const name = names[i] ?? null;
    return name === null ? [] : [{ parcel, name }];
  });
  const facts = { note, mayCall, callPhone, ...evidence, places, persons, names: named };
  return { ...line, facts: facts as StopFacts };
};
