import { z } from 'zod';
import { manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { type Instant, instant, type ParcelLabel } from '../../../shared/protocol/ids.ts';
import { areNamesOf } from '../../../shared/protocol/instructions.ts';
import { err, ok } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { stopFacts } from '../deliveries/stop-facts.ts';
import type { CellProblem, Read } from './cell.ts';
import { checkTimes } from './check-times.ts';
import { COLUMNS } from './csv-columns.ts';
import type { Place } from './depot-country.ts';
import { ofMember, pointerOf } from './member-sentence.ts';
import type { ReadRow } from './read-row.ts';
import { findSpoiltText } from './spoilt-cell.ts';

/** What a cell of a file has as well: at most so much is read. */
const text = z.string().max(1_000);
/** An instant, or a date and a time as a file may have it: in the depot's time without an offset. */
const time = z.union([instant, text], {
  error: 'Write an instant in milliseconds, or a date and a time',
});

/** A delivery that is to be made, as JSON. */
export const newDelivery = z
  .strictObject({
    /** The name of its route, which is of the day of the arrival, and is made if there is none. */
    route: text,
    /** Left out: last on the route. */
    position: manifestDelivery.shape.position.optional(),
    customer: text,
    address: z.array(text).min(1).max(10),
    phone: text.nullable().default(null),
    /** The serial number of the customer's token. */
    token: text.nullable().default(null),
    /** The customer's; left out: the depot's. */
    language: text.nullable().default(null),
    arrival: time,
    notBefore: time,
    notAfter: time,
    parcels: z.array(text).min(1).max(500),
    instructions: stopFacts.default(stopFacts.parse({})),
  })
  .meta({ id: 'NewDelivery' });

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const problemsOfForm = (line: number, { issues }: z.ZodError): LineProblem[] =>
  issues.slice(0, 20).flatMap((issue): LineProblem[] => {
    const column = pointerTo(issue.path);
    if (issue.code === 'unrecognized_keys') {
      const reason = 'There is no such member.';
      return issue.keys.slice(0, 20).map((key) => ({
        line,
        column: pointerTo([...issue.path, key]),
        code: 'unknown-member',
        reason,
      }));
    }
    if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
      return [{ line, column, code: 'missing', reason: 'The member is missing.' }];
    }
    return [{ line, column, code: 'malformed', reason: `${issue.message}.` }];
  });

/** Reads the members of deliveries by the rules of a file's cells. */
const makeMemberReader = (line: number, place: Place) => {
  const problems: LineProblem[] = [];
  const notes: LineProblem[] = [];
  const read = <T>(pointer: string, cell: string, reader: Read<T>): T | null => {
    const add =
      (to: LineProblem[]) =>
      ({ code, reason }: CellProblem) => {
        to.push({ line, column: pointer, code, reason: ofMember(reason) });
      };
    const spoilt = findSpoiltText(cell);
    const value =
      spoilt === null ? reader(cell, { ...place, note: add(notes) }) : err<CellProblem>(spoilt);
    if (value.ok) return value.value;
    add(problems)(value.error);
    return null;
  };
  return { problems, notes, read };
};

/**
 * A delivery that is to be made, judged as a row of a file is: by the same rules, with the same
 * sentences. Each problem names the member by a JSON pointer.
 */
export const readNewDelivery = (
  given: unknown,
  line: number,
  place: Place,
  now: Instant,
): ReadRow => {
  const form = newDelivery.safeParse(given);
  if (!form.success) return { line: err(problemsOfForm(line, form.error)), notes: [] };
  const { position = null, instructions: facts, ...said } = form.data;
  const { problems, notes, read } = makeMemberReader(line, place);
  const readTime = (pointer: string, value: Instant | string): Instant | null =>
    typeof value === 'string' ? read(pointer, value, COLUMNS.arrival) : value;
  const route = read('/route', said.route, COLUMNS.route);
  const customer = read('/customer', said.customer, COLUMNS.customer);
  const address = read('/address', said.address.join('\n'), COLUMNS.address);
  const phone = said.phone === null ? null : read('/phone', said.phone, COLUMNS.phone);
  const token = said.token === null ? null : read('/token', said.token, COLUMNS.token);
  const language =
    said.language === null ? null : read('/language', said.language, COLUMNS.language);
  const arrival = readTime('/arrival', said.arrival);
  const not_before = readTime('/notBefore', said.notBefore);
  const not_after = readTime('/notAfter', said.notAfter);
  const parcels: ParcelLabel[] = [];
  said.parcels.forEach((one, i) => {
    const pointer = `/parcels/${i}`;
    const [label, other] = read(pointer, one, COLUMNS.parcels) ?? [];
    if (other !== undefined) {
      const reason = 'These are several labels. Give each one by itself.';
      problems.push({ line, column: pointer, code: 'labels-unclear', reason });
    } else if (label !== undefined && parcels.includes(label)) {
      problems.push({ line, column: pointer, code: 'label-twice', reason: 'Duplicate label.' });
    } else if (label !== undefined) parcels.push(label);
  });
  if (problems.length > 0) return { line: err(problems), notes };
  if (
    route === null ||
    customer === null ||
    address === null ||
    arrival === null ||
    not_before === null ||
    not_after === null
  ) {
    throw new Error('a member was neither read nor refused');
  }
  if (phone === null && token === null) {
    const reason = 'There is neither a telephone number nor a token.';
    problems.push({ line, column: '/phone', code: 'missing', reason });
  }
  if (!areNamesOf(facts.names, parcels)) {
    const reason = 'A parcel is named that the delivery does not have.';
    problems.push({ line, column: '/instructions/names', code: 'unknown-parcel', reason });
  }
  const times = { line, arrival, not_before, not_after };
  for (const problem of checkTimes(times, now)) {
    const { column, reason } = problem;
    problems.push({ ...problem, column: pointerOf(column), reason: ofMember(reason) });
  }
  const who = { customer, address, phone, token, language };
  const stop = { ...times, ...who, route, position, parcels, facts };
  return { line: problems.length > 0 ? err(problems) : ok(stop), notes };
};
