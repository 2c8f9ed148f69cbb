import { z } from 'zod';
import {
  type Day,
  type DepotId,
  day,
  type Instant,
  instant,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import { exceptionOutcome } from '../../../shared/protocol/outcome.ts';
import type { Database } from '../database/pool.ts';

const ENDS = [
  ...['code', 'pass', 'token', 'override'],
  ...['undelivered', 'expired', 'cancelled', 'open'],
] as const;
const MESSAGES = ['waiting', 'sent', 'delivered', 'failed', 'cancelled', 'expired'] as const;
const DOOR = ['early', 'on-time', 'late', 'very-late'] as const;

const counts = <N extends string>(names: readonly N[]) =>
  z.record(z.enum(names as readonly [N, ...N[]]), z.int());

const period = z
  .object({
    from: day,
    to: day,
    ends: counts(ENDS),
    exceptions: counts(exceptionOutcome.options),
    messages: counts(MESSAGES),
    door: counts(DOOR),
    /** By why the code was refused; of those that never happened nothing. */
    tries: z.record(z.string(), z.int()),
  })
  .meta({ id: 'ReportPeriod' });

export const report = z
  .object({
    at: instant,
    /** When the oldest of these counts was made; null: none was. */
    countedAt: instant.nullable(),
    periods: z.array(period).readonly(),
    /** Those of the whole time, by how much they handed over. */
    terminals: z
      .array(z.object({ id: terminalId, name: z.string(), handOvers: z.int(), overrides: z.int() }))
      .readonly(),
  })
  .meta({ id: 'Report' });
type Report = z.infer<typeof report>;

/** What a report is asked by. */
export type Asked = {
  readonly depots: readonly DepotId[];
  readonly from: Day;
  readonly to: Day;
  readonly by: 'day' | 'week' | 'month';
};

type Row = { readonly from: Day; readonly to: Day; kind: string; name: string; count: number };

const readCounts = async (db: Database, { depots, from, to, by }: Asked): Promise<readonly Row[]> =>
  (
    await db.query<Row>(
      `select greatest(date_trunc($4::text, day::timestamp)::date, $2::date) as from,
         least((date_trunc($4::text, day::timestamp) + ('1 ' || $4::text)::interval
           - interval '1 day')::date, $3::date)
           as to, kind, name, sum(count)::int as count
       from report_count where depot = any($1) and day between $2 and $3
         and kind in ('end', 'try', 'exception', 'message', 'door')
       group by 1, 2, kind, name order by 1`,
      [depots, from, to, by],
    )
  ).rows;

/** As many as anybody reads. */
const MOST_TERMINALS = 1_000;

const readTerminals = async (
  db: Database,
  { depots, from, to }: Asked,
): Promise<Report['terminals']> =>
  (
    await db.query<Report['terminals'][number]>(
      `select t.id, t.name, own."handOvers", own.overrides
       from (select depot, name::uuid as id,
           coalesce(sum(count) filter (where kind = 'terminal'), 0)::int as "handOvers",
           coalesce(sum(count) filter (where kind = 'terminal-override'), 0)::int as overrides
         from report_count where depot = any($1) and day between $2 and $3
           and kind in ('terminal', 'terminal-override')
         group by depot, name) own
         join terminal t on t.depot = own.depot and t.id = own.id
       order by own."handOvers" desc, t.name, t.id limit $4`,
      [depots, from, to, MOST_TERMINALS],
    )
  ).rows;

const pick = <N extends string>(
  names: readonly N[],
  rows: readonly Row[],
  kind: string,
): Record<N, number> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      rows.find((row) => row.kind === kind && row.name === name)?.count ?? 0,
    ]),
  ) as Record<N, number>;

/** Sums up what was counted: of each period in which anything was, and of each terminal. */
export const readReport = async (db: Database, asked: Asked, now: Instant): Promise<Report> => {
  const rows = await readCounts(db, asked);
  const { rows: counted } = await db.query<{ at: Report['countedAt'] }>(
    `select min(counted_at) as at from report_day where depot = any($1) and day between $2 and $3`,
    [asked.depots, asked.from, asked.to],
  );
  const starts = [...new Set(rows.map(({ from }) => from))];
  return {
    at: now,
    countedAt: counted[0]?.at ?? null,
    periods: starts.map((from) => {
      const own = rows.filter((row) => row.from === from);
      return {
        from,
        to: own[0]?.to ?? from,
        ends: pick(ENDS, own, 'end'),
        exceptions: pick(exceptionOutcome.options, own, 'exception'),
        messages: pick(MESSAGES, own, 'message'),
        door: pick(DOOR, own, 'door'),
        tries: Object.fromEntries(
          own.filter(({ kind }) => kind === 'try').map(({ name, count }) => [name, count]),
        ),
      };
    }),
    terminals: await readTerminals(db, asked),
  };
};
