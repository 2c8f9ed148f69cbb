import { z } from 'zod';
import { type DeliveryId, deliveryId, routeId, shortId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Database } from '../database/pool.ts';
import { deliveryStatus } from '../deliveries/delivery-view.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { findDepot } from '../depots/depots.ts';
import type { memberProblem } from '../http/problem-members.ts';
import { placeOf } from '../import/depot-country.ts';
import { waitForImportLock } from '../import/import-lock.ts';
import { pointerOf, withPointer } from '../import/member-sentence.ts';
import { readNewDelivery } from '../import/new-delivery.ts';
import type { JudgedRow } from '../import/read-file.ts';
import { MAX_LISTED } from '../import/report.ts';
import { JSON_REST } from '../import/rest-file.ts';
import type { FirstArrival } from '../import/route-days.ts';
import { runImport } from '../import/run-import.ts';
import { noteAct } from '../operators/acts.ts';
import type { ActContext, ActProblem } from './run-act.ts';

/** A delivery that was made. It is kept for its key: nothing of a customer is in it. */
export const createdDelivery = z
  .object({
    /** Which of those that were given, counted from 0. */
    index: z.int(),
    id: deliveryId,
    version: z.int(),
    status: deliveryStatus,
    shortId,
    route: routeId,
  })
  .meta({ id: 'CreatedDelivery' });
type Created = z.infer<typeof createdDelivery>;

type MemberProblem = z.infer<typeof memberProblem>;

export type CreatedDeliveries = {
  readonly deliveries: readonly Created[];
  /** Why others were not made. */
  readonly errors: readonly MemberProblem[];
  /** What was taken, and ought to be looked at all the same. */
  readonly notes: readonly MemberProblem[];
};

/** The first arrival of each route, which decides of which day it is. */
const firstArrivals = (rows: readonly JudgedRow[]): ReadonlyMap<string, FirstArrival> => {
  const firsts = new Map<string, FirstArrival>();
  for (const { read } of rows) {
    if (!read.ok) continue;
    const { route, arrival, line } = read.value;
    const known = firsts.get(route);
    if (known === undefined || arrival < known.arrival) firsts.set(route, { arrival, line });
  }
  return firsts;
};

const readMade = async (
  tx: Database,
  depot: string,
  made: ReadonlyMap<DeliveryId, number>,
): Promise<Created[]> => {
  const { rows } = await tx.query<Omit<Created, 'index'>>(
    `select id, version, status, short_id as "shortId", route from delivery
     where depot = $1 and id = any($2)`,
    [depot, [...made.keys()]],
  );
  return rows
    .map((row) => ({ index: (made.get(row.id) ?? 0) - 1, ...row }))
    .sort((a, b) => a.index - b.index);
};

/**
 * Makes deliveries in the transaction of the act, judged as the rows of a file are, those without a
 * problem or all of them. `pointerTo` is where in the request each of them is, counted from 0.
 */
export const createDeliveries = async (
  { tx, operator, depot: id, now }: ActContext,
  given: readonly unknown[],
  goodOnly: boolean,
  pointerTo: (index: number) => string,
): Promise<Result<CreatedDeliveries, ActProblem>> => {
  const depot = await findDepot(tx, id);
  if (depot === null) return err({ code: 'unknown-depot' });
  if (!(await waitForImportLock(tx, id))) return err({ code: 'import-running' });
  const place = placeOf(depot);
  const notes: LineProblem[] = [];
  const rows = given.map((one, i): JudgedRow => {
    const { line: read, notes: more } = readNewDelivery(one, i + 1, place, now);
    notes.push(...(read.ok ? more : []));
    return { row: { line: i + 1, cells: [] }, read };
  });
  const made = new Map<DeliveryId, number>();
  const plan = {
    depot,
    read: async function* () {
      yield ok({ kind: 'rows' as const, rows, notes });
    },
    rest: JSON_REST,
    goodOnly,
    now,
    madeBy: operator.id,
    onRest: null,
    // Whoever makes one by itself means it.
    isMeant: () => true,
    onMade: (line: number, delivery: DeliveryId) => made.set(delivery, line),
    onProgress: async () => {},
  };
  const outcome = await runImport(tx, plan, firstArrivals(rows));
  if (outcome.kind === 'again') throw new Error('the first arrivals were known');
  const { report, isTaken } = outcome;
  const said = ({ line, column, code, reason }: LineProblem): MemberProblem => ({
    pointer: `${pointerTo(line - 1)}${pointerOf(column)}`,
    code,
    reason: withPointer(reason, pointerTo),
  });
  const errors = report.problems.slice(0, MAX_LISTED).map(said);
  if (!isTaken) return err({ code: 'deliveries-refused', errors });
  const which = [...made.keys()].join(' ');
  const subject = { depot: id, deliveries: made.size, which };
  await noteAct(tx, operator, 'deliveries-created', subject, now);
  const deliveries = await readMade(tx, id, made);
  return ok({ deliveries, errors, notes: report.notes.map(said) });
};
