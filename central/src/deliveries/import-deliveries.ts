import { randomBytes, randomUUID } from 'node:crypto';
import { symbolByte } from '../../../shared/protocol/code/alphabet.ts';
import type { Instant, ShortId, TokenId } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import type { ImportLine } from './csv-columns.ts';
import { placeOf } from './depot-country.ts';
import { endBefore } from './end-deliveries.ts';
import { findClashes } from './find-clashes.ts';
import { findTokens } from './find-tokens.ts';
import { readCsv } from './read-csv.ts';
import type { LineProblem } from './split-rows.ts';

export type Imported = {
  readonly imported: number;
  readonly routes: readonly {
    readonly id: string;
    readonly name: string;
    readonly day: string;
    readonly deliveries: number;
  }[];
  /** What was taken, and ought to be looked at all the same. */
  readonly notes: readonly LineProblem[];
};

type RouteDraft = { readonly id: string; readonly name: string; readonly day: string };

/** Leaves the transaction so that nothing of the file stays. */
class Refused extends Error {
  readonly problems: LineProblem[];
  constructor(problems: LineProblem[]) {
    super('the file was refused');
    this.problems = problems;
  }
}

const makeShortId = (): ShortId =>
  String.fromCharCode(...[...randomBytes(6)].map((byte) => symbolByte(byte & 31))) as ShortId;

const putRoute = async (
  tx: Transaction,
  depot: Depot,
  name: string,
  lines: readonly ImportLine[],
  now: Instant,
): Promise<RouteDraft> => {
  // Where the depot is, on the day of its first arrival.
  const day = dayOf(Math.min(...lines.map((line) => line.arrival)), depot.timeZone);
  // A route that is there gets further stops: the update changes nothing, but gives its id.
  const { rows } = await tx.query<RouteDraft>(
    `insert into route (depot, id, name, day, created_at) values ($1, $2, $3, $4, $5)
     on conflict (depot, day, name) do update set name = excluded.name returning id, name, day`,
    [depot.id, randomUUID(), name, day, at(now)],
  );
  if (rows[0] === undefined) throw new Error('an insert gave no row');
  return rows[0];
};

const SHORT_ID_TRIES = 20;

const putDelivery = async (
  tx: Transaction,
  depot: Depot,
  route: RouteDraft,
  line: ImportLine,
  token: TokenId | null,
  now: Instant,
): Promise<void> => {
  const id = randomUUID();
  for (let tries = 1; ; tries++) {
    const { rowCount } = await tx.query(
      `insert into delivery (depot, id, route, short_id, position, customer, address, phone,
         arrival, not_before, not_after, created_at, token)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (depot, short_id) where status = 'open' do nothing`,
      [
        depot.id,
        id,
        route.id,
        makeShortId(),
        line.position,
        line.customer,
        line.address,
        line.phone,
        at(line.arrival),
        at(line.not_before),
        at(line.not_after),
        at(now),
        token,
      ],
    );
    if (rowCount === 1) break;
    if (tries === SHORT_ID_TRIES) throw new Error('no free short id was found');
  }
  await tx.query(
    'insert into parcel (depot, delivery, label) select $1::uuid, $2::uuid, unnest($3::text[])',
    [depot.id, id, line.parcels],
  );
};

const groupByRoute = (lines: readonly ImportLine[]): Map<string, ImportLine[]> => {
  const groups = new Map<string, ImportLine[]>();
  for (const line of lines) {
    const group = groups.get(line.route);
    if (group === undefined) groups.set(line.route, [line]);
    else group.push(line);
  }
  return groups;
};

/** Takes a file of deliveries whole, or not at all and says for every bad line why. */
export const importDeliveries = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: Depot,
  file: Uint8Array,
): Promise<Result<Imported, LineProblem[]>> => {
  const moment = now();
  const read = readCsv(file, placeOf(depot), moment);
  if (!read.ok) return read;
  const { lines, notes } = read.value;
  const groups = groupByRoute(lines);
  try {
    return await transaction(pool, async (tx) => {
      // One import at a time for each depot, so that two cannot take one label between them.
      await tx.query('select 1 from depot where id = $1 for update', [depot.id]);
      const routes: Imported['routes'][number][] = [];
      const labels = lines.flatMap((line) => line.parcels);
      await endBefore(tx, depot.id, labels, moment);
      const { tokens, problems: clashes } = await findTokens(tx, depot.id, lines);
      for (const [name, group] of groups) {
        const route = await putRoute(tx, depot, name, group, moment);
        clashes.push(...(await findClashes(tx, depot.id, route.id, group)));
        if (clashes.length > 0) continue;
        for (const line of group) {
          const token = line.token === null ? null : (tokens.get(line.token) ?? null);
          await putDelivery(tx, depot, route, line, token, moment);
        }
        routes.push({ ...route, deliveries: group.length });
      }
      if (clashes.length > 0) throw new Refused(clashes.sort((a, b) => a.line - b.line));
      const subject = { depot: depot.id, deliveries: lines.length };
      await noteAct(tx, operator, 'deliveries-imported', subject, moment);
      return ok({ imported: lines.length, routes, notes });
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.problems);
    throw error;
  }
};
