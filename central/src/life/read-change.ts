import { z } from 'zod';
import { type Instant, instant } from '../../../shared/protocol/ids.ts';
import type { PageLanguage } from '../../../shared/protocol/link/page-fragment.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { CellProblem, Read } from '../import/cell.ts';
import { checkTimes } from '../import/check-times.ts';
import { COLUMNS } from '../import/csv-columns.ts';
import { placeOf } from '../import/depot-country.ts';
import { ofMember } from '../import/member-sentence.ts';

/** What an import's cell has as well: at most so much is read. */
const text = z.string().max(1_000);
/** An instant, or a date and a time as a file may have it: in the depot's time without an offset. */
const time = z.union([instant, text]);

/** When the driver comes, and from when until when the code is good. What is left out stays. */
export const timesBody = z.strictObject({
  arrival: time.optional(),
  notBefore: time.optional(),
  notAfter: time.optional(),
});
type TimesBody = z.infer<typeof timesBody>;

/** What of a delivery is to be another; what is left out stays. */
export const changeBody = timesBody
  .extend({
    customer: text.optional(),
    address: z.array(text).max(10).optional(),
    phone: text.optional(),
    /** Empty: the depot's. */
    language: text.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'it must change something')
  .meta({ examples: [{ phone: '+49 170 5550199', arrival: '2026-12-01 15:30' }] });
type ChangeBody = z.infer<typeof changeBody>;

/** What is wrong with a field: as with a cell of a file. */
export type FieldProblem = {
  readonly field: string;
  readonly code: string;
  readonly reason: string;
};

export type Times = {
  readonly arrival: Instant;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
};

export type Change = Partial<Times> & {
  readonly customer?: string;
  readonly address?: readonly string[];
  readonly phone?: string;
  /** Null: the depot's. */
  readonly language?: PageLanguage | null;
};

type Where = { readonly timeZone: string };

const makeReader = (where: Where) => {
  const problems: FieldProblem[] = [];
  const notes: FieldProblem[] = [];
  const place = placeOf(where);
  const read = <T>(field: string, cell: string, reader: Read<T>): T | undefined => {
    const note = (what: CellProblem): void => {
      notes.push({ field, ...what });
    };
    const value = reader(cell, { ...place, note });
    if (value.ok) return value.value;
    const { code, reason } = value.error;
    problems.push({ field, code, reason: ofMember(reason) });
    return undefined;
  };
  const readTime = (field: string, value: Instant | string | undefined): Instant | undefined =>
    typeof value === 'string' ? read(field, value, COLUMNS.arrival) : value;
  const readTimes = ({ arrival, notBefore, notAfter }: TimesBody): Partial<Times> => ({
    ...given('arrival', readTime('arrival', arrival)),
    ...given('notBefore', readTime('notBefore', notBefore)),
    ...given('notAfter', readTime('notAfter', notAfter)),
  });
  return { problems, notes, read, readTimes };
};

const given = <K extends string, V>(name: K, value: V | undefined | null) =>
  (value === undefined || value === null ? {} : { [name]: value }) as { readonly [k in K]?: V };

/** The times of a body, by the rules of an import. */
export const readTimes = (
  body: TimesBody,
  where: Where,
): Result<Partial<Times>, readonly FieldProblem[]> => {
  const { problems, readTimes: read } = makeReader(where);
  const times = read(body);
  return problems.length === 0 ? ok(times) : err(problems);
};

/**
 * What is to be changed, by the rules of an import: one cell for each field. `notes` are of what was
 * taken, and ought to be looked at all the same.
 */
export const readChange = (
  { customer, address, phone, language, ...times }: ChangeBody,
  where: Where,
): Result<
  { readonly change: Change; readonly notes: readonly FieldProblem[] },
  readonly FieldProblem[]
> => {
  const { problems, notes, read, readTimes: readThem } = makeReader(where);
  const change: Change = {
    ...readThem(times),
    ...(customer === undefined
      ? {}
      : given('customer', read('customer', customer, COLUMNS.customer))),
    ...(address === undefined
      ? {}
      : given('address', read('address', address.join('\n'), COLUMNS.address))),
    ...(phone === undefined ? {} : given('phone', read('phone', phone, COLUMNS.phone))),
    ...(language === undefined
      ? {}
      : { language: read('language', language, COLUMNS.language) ?? null }),
  };
  if (phone !== undefined && phone.trim() === '') {
    problems.push({ field: 'phone', code: 'missing', reason: 'A telephone number is missing.' });
  }
  return problems.length === 0 ? ok({ change, notes }) : err(problems);
};

const FIELDS: Readonly<Record<string, string>> = { not_before: 'notBefore', not_after: 'notAfter' };

/** Times against each other and against now, by the rules of an import. */
export const faultsOfTimes = (
  { arrival, notBefore, notAfter }: Times,
  now: Instant,
): readonly FieldProblem[] =>
  checkTimes({ line: 1, arrival, not_before: notBefore, not_after: notAfter }, now).map(
    ({ column, code, reason }) => ({
      field: FIELDS[column ?? ''] ?? column ?? 'arrival',
      code,
      reason: ofMember(reason),
    }),
  );
