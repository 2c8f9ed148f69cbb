import { CsvError, parse } from 'csv-parse/sync';
import type { Instant, ParcelLabel } from '../../../shared/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { COLUMNS, type ColumnName, type ImportLine, OPTIONAL } from './csv-columns.ts';

/** What is wrong in a file: where (lines count from 1, the header's), a stable code, a sentence. */
export type LineProblem = {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly reason: string;
};

type RawLine = { readonly line: number; readonly fields: readonly string[] };
const NAMES = Object.keys(COLUMNS) as ColumnName[];

const split = (bytes: Uint8Array): Result<RawLine[], LineProblem[]> => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const reason = 'The file is not UTF-8 text.';
    return err([{ line: 1, column: null, code: 'not-utf-8', reason }]);
  }
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 65_536,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return ok(records.map(({ info, record }) => ({ line: info.lines, fields: record })));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    const reason =
      'The file is not valid CSV from here on: a quotation mark is missing or misplaced.';
    return err([{ line, column: null, code: 'not-csv', reason }]);
  }
};

const readHeader = (
  fields: readonly string[],
  line: number,
): Result<ColumnName[], LineProblem[]> => {
  const names = fields.map((field) => field.trim().toLowerCase());
  const problems: LineProblem[] = [];
  names.forEach((name, i) => {
    const known = NAMES.some((column) => column === name);
    if (known && names.indexOf(name) === i) return;
    const column = `column ${i + 1}`;
    problems.push(
      known
        ? { line, column, code: 'column-twice', reason: 'Duplicate column.' }
        : { line, column, code: 'unknown-column', reason: `Columns are: ${NAMES.join(', ')}.` },
    );
  });
  for (const column of NAMES) {
    if (names.includes(column) || OPTIONAL.has(column)) continue;
    problems.push({ line, column, code: 'missing-column', reason: 'Missing column.' });
  }
  return problems.length > 0 ? err(problems) : ok(names as ColumnName[]);
};

const readFields = (
  header: readonly ColumnName[],
  { line, fields }: RawLine,
  problems: LineProblem[],
): ImportLine | null => {
  if (fields.length !== header.length) {
    const reason = `The line has ${fields.length} fields, the header ${header.length}.`;
    problems.push({ line, column: null, code: 'field-count', reason });
    return null;
  }
  const values: Record<string, unknown> = { line, token: null };
  let complete = true;
  header.forEach((column, i) => {
    const value = COLUMNS[column](fields[i] ?? '');
    if (value.ok) {
      values[column] = value.value;
      return;
    }
    complete = false;
    problems.push({ line, column, ...value.error });
  });
  return complete ? (values as ImportLine) : null;
};

/** The customer needs a code by SMS, or a token. */
const checkPhone = ({ line, phone, token }: ImportLine): LineProblem[] =>
  phone === null && token === null
    ? [
        {
          line,
          column: 'phone',
          code: 'missing',
          reason: 'The field is empty and there is no token.',
        },
      ]
    : [];

const checkTimes = ({ line, not_before, not_after }: ImportLine, now: Instant): LineProblem[] => {
  const column = 'not_after';
  if (not_after <= not_before) {
    const reason = 'The end of the validity must be after not_before.';
    return [{ line, column, code: 'validity-reversed', reason }];
  }
  if (not_after > now) return [];
  return [{ line, column, code: 'already-over', reason: "The code's validity has already ended." }];
};

const checkAcross = (lines: readonly ImportLine[]): LineProblem[] => {
  const problems: LineProblem[] = [];
  const places = new Map<string, number>();
  const labels = new Map<ParcelLabel, number>();
  for (const { line, route, position, parcels } of lines) {
    const place = `${position} ${route}`;
    const before = places.get(place);
    if (before !== undefined) {
      const reason = `Line ${before} has the same position in the same route.`;
      problems.push({ line, column: 'position', code: 'position-twice', reason });
    }
    places.set(place, line);
    for (const label of parcels) {
      const other = labels.get(label);
      if (other !== undefined) {
        const reason = `Line ${other} has a parcel with the same label.`;
        problems.push({ line, column: 'parcels', code: 'label-twice', reason });
      }
      labels.set(label, line);
    }
  }
  return problems;
};

/** Reads a whole file: every line of it, or everything that is wrong with it. */
export const readCsv = (bytes: Uint8Array, now: Instant): Result<ImportLine[], LineProblem[]> => {
  const raw = split(bytes);
  if (!raw.ok) return raw;
  const [first, ...rest] = raw.value;
  if (first === undefined || rest.length === 0) {
    const reason = 'The file contains no deliveries.';
    return err([{ line: first?.line ?? 1, column: null, code: 'no-lines', reason }]);
  }
  const header = readHeader(first.fields, first.line);
  if (!header.ok) return header;
  const problems: LineProblem[] = [];
  const lines: ImportLine[] = [];
  for (const rawLine of rest) {
    const line = readFields(header.value, rawLine, problems);
    if (line === null) continue;
    lines.push(line);
    problems.push(...checkPhone(line), ...checkTimes(line, now));
  }
  problems.push(...checkAcross(lines));
  return problems.length > 0 ? err(problems.sort((a, b) => a.line - b.line)) : ok(lines);
};
