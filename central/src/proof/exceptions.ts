import type {
  DeliveryId,
  DriverId,
  Instant,
  ShortId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import type { Entry } from '../../../shared/protocol/log/entry.ts';
import type { ExceptionOutcome, Strokes } from '../../../shared/protocol/outcome.ts';
import type { Scope } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';

/** A stop that ended without a code: what the driver says, and no proof of anything. */
export type Exception = {
  readonly delivery: DeliveryId;
  /** Null if the terminal's depot has no such delivery. */
  readonly shortId: ShortId | null;
  readonly epoch: number;
  readonly outcome: ExceptionOutcome;
  readonly note: string;
  /** Whether someone signed by finger, and what was drawn. */
  readonly signed: boolean;
  readonly strokes: Strokes;
  /** The driver took it back, by an entry of its own. */
  readonly undone: boolean;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  readonly driver: DriverId | null;
  readonly driverName: string | null;
  /** What the terminal says, and how far its clock was to be trusted. */
  readonly claimed: Entry['time'];
  /** What central knows: not before it last signed the time, not after the entry came in. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
};

type Row = Pick<
  Exception,
  'shortId' | 'undone' | 'terminalName' | 'driverName' | 'notBefore' | 'notAfter'
> & {
  readonly entry: Entry;
};

/** The newest exceptions first, 1,000 at most. */
export const listExceptions = async (
  db: Database,
  { depots, terminal: only }: Scope,
): Promise<Exception[]> => {
  const { rows } = await db.query<Row>(
    `select d.short_id as "shortId", t.name as "terminalName", driver.name as "driverName",
       e.not_before as "notBefore", e.received_at as "notAfter", e.entry,
       exists (select 1 from entry u where u.depot = e.depot and u.terminal = e.terminal
         and u.kind = 'exception-undone'
         and (u.entry->'content'->>'undoes')::bigint = e.sequence and u.sequence > e.sequence
         and u.entry->'content'->>'delivery' = e.entry->'content'->>'delivery') as undone
     from entry e
     join terminal t on t.depot = e.depot and t.id = e.terminal
     left join delivery d on d.depot = e.depot
       and d.id = (e.entry->'content'->>'delivery')::uuid
     left join driver on driver.depot = e.depot
       and driver.id = (e.entry->>'driver')::uuid
     where e.kind = 'exception' and e.depot = any($1)
       and ($2::uuid is null or e.terminal = $2)
     order by e.received_at desc, e.terminal, e.sequence desc limit 1000`,
    [depots, only],
  );
  return rows.map(({ entry, ...row }) => {
    const { content } = entry;
    if (content.kind !== 'exception') throw new Error('an entry is not of its kind');
    const { kind: _, ...said } = content;
    const { terminal, sequence, driver, time } = entry;
    const signed = said.strokes.length > 0;
    return { ...said, signed, terminal, sequence, driver, claimed: time, ...row };
  });
};
