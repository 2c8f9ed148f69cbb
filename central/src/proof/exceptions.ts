import type {
  DeliveryId,
  DepotId,
  DriverId,
  Instant,
  ShortId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import type { Entry } from '../../../shared/protocol/log/entry.ts';
import type { DetailStates } from '../../../shared/protocol/log/read-details.ts';
import type { ExceptionOutcome, Strokes } from '../../../shared/protocol/outcome.ts';
import type { Scope } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { type EntryKey, pageOfEntries, placeOf } from '../operators/entry-pages.ts';
import { DETAILS_OF_E, type DetailedRow, shownDetails, signedOf } from './entry-details.ts';

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
  /** What became of each of these: `erased` says that it was there. */
  readonly details: DetailStates;
  /** The driver took it back, by an entry of its own. */
  readonly undone: boolean;
  readonly depot: DepotId;
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
  'depot' | 'shortId' | 'undone' | 'terminalName' | 'driverName' | 'notBefore' | 'notAfter'
> &
  DetailedRow;

const describe = ({ entry, signature, details: beside, ...row }: Row): Exception => {
  const { content, terminal, sequence, driver, time } = entry;
  if (content.kind !== 'exception') throw new Error('an entry is not of its kind');
  const { delivery, epoch, outcome } = content;
  const said = shownDetails(signedOf({ entry, signature, details: beside }));
  const { note, strokes, details } = said;
  const signed = details.strokes !== 'none';
  const here = { terminal, sequence, driver, claimed: time };
  return { delivery, epoch, outcome, note, signed, strokes, details, ...here, ...row };
};

const OF_DELIVERY = `and ($7::uuid is null or delivery = $7)`;

/** A page of exceptions, the newest first. */
export const listExceptions = async (
  db: Database,
  { depots, terminal: only }: Scope,
  page: Page<EntryKey> & { readonly delivery?: DeliveryId | undefined },
): Promise<{ readonly exceptions: readonly Exception[] } & PageEnd> => {
  const found = await db.query<Row>(
    `select e.depot, d.short_id as "shortId", t.name as "terminalName",
       driver.name as "driverName", e.not_before as "notBefore", e.received_at as "notAfter",
       e.entry, e.signature, ${DETAILS_OF_E} as details,
       exists (select 1 from entry u where u.depot = e.depot and u.terminal = e.terminal
         and u.kind = 'exception-undone'
         and (u.entry->'content'->>'undoes')::bigint = e.sequence and u.sequence > e.sequence
         and u.delivery = e.delivery) as undone
     from ${pageOfEntries(`'exception'`, OF_DELIVERY)} e
     join terminal t on t.depot = e.depot and t.id = e.terminal
     left join delivery d on d.depot = e.depot and d.id = e.delivery
     left join driver on driver.depot = e.depot
       and driver.id = (e.entry->>'driver')::uuid
     order by e.received_at desc, e.terminal desc, e.sequence desc`,
    [depots, only, ...placeOf(page.cursor), oneMore(page), page.delivery ?? null],
  );
  const { rows, end } = cutPage(
    found.rows,
    page,
    ({ entry, notAfter }): EntryKey => [notAfter, entry.terminal, entry.sequence],
  );
  return { exceptions: rows.map(describe), ...end };
};
