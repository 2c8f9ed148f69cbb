import { z } from 'zod';
import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { DETAIL_NAMES, type DetailName } from '../../../shared/protocol/log/details.ts';
import type { KnownOperator } from '../actors.ts';
import { DAY, later } from '../clock.ts';
import { at, type Database, type Pool, transaction } from '../database/pool.ts';
import { noteAct, noteOwnAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { lockOver } from './erase-delivery.ts';
import { eraseAll, eraseCustomers } from './erase-rows.ts';

const days = z.int().min(1).max(3_650).nullable();

/**
 * For how many days a depot keeps what is personal; null: until somebody erases it. `customers`:
 * names, addresses, numbers and instructions, after the code of a delivery that is over ended. The
 * others, after an entry came in: neighbours and places, notes, signatures.
 */
const kinds = { customers: days, places: days, notes: days, signatures: days };
export const retention = z.strictObject(kinds).meta({ id: 'Retention' });
export type Retention = z.infer<typeof retention>;
export const retentionGiven = z
  .strictObject(kinds)
  .partial()
  .meta({ id: 'RetentionGiven', examples: [{ customers: 90, signatures: null }] });

const KEEPS_ALL: Retention = { customers: null, places: null, notes: null, signatures: null };
const stored = retentionGiven.transform((given): Retention => {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...KEEPS_ALL, ...Object.fromEntries(known) };
});

/** Null if there is no such depot. */
export const readRetention = async (db: Database, depot: DepotId): Promise<Retention | null> => {
  const { rows } = await db.query<{ retention: unknown }>(
    'select retention from depot where id = $1',
    [depot],
  );
  return rows[0] === undefined ? null : stored.parse(rows[0].retention);
};

export const changeRetention = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  given: z.infer<typeof retentionGiven>,
): Promise<Retention | null> =>
  transaction(pool, async (tx) => {
    await tx.query('select 1 from depot where id = $1 for no key update', [depot]);
    const before = await readRetention(tx, depot);
    if (before === null) return null;
    const after = stored.parse({ ...before, ...given });
    await tx.query('update depot set retention = $2 where id = $1', [depot, after]);
    const subject = Object.fromEntries(
      Object.entries(after).map(([kind, kept]) => [kind, kept ?? 'always']),
    );
    await noteAct(tx, operator, 'retention-changed', { depot, ...subject }, now());
    return after;
  });

/** How many are erased in one transaction: nobody waits long for them. */
const AT_ONCE = 200;

/** Of a depot's deliveries that are over, those that were asked for when they were not yet. */
const ASKED_FOR = `select d.id from erasure e join delivery d on d.depot = e.depot and d.id = e.delivery
  where e.depot = $1 and e.done_at is null and (d.status <> 'open' or d.not_after <= $2) limit $3`;

/** And those whose code ended before then. */
const KEPT_ENOUGH = `select id from delivery where depot = $1 and erased_at is null
  and status <> 'open' and not_after < $2 order by not_after limit $3`;

const eraseDue = async (
  pool: Pool,
  depot: DepotId,
  due: typeof ASKED_FOR | typeof KEPT_ENOUGH,
  before: Instant,
  now: Instant,
): Promise<number> => {
  const erase = due === ASKED_FOR ? eraseAll : eraseCustomers;
  for (let erased = 0; ; ) {
    const { rows } = await pool.query<{ id: DeliveryId }>(due, [depot, at(before), AT_ONCE]);
    if (rows.length === 0) return erased;
    const ids = rows.map(({ id }) => id);
    erased += await transaction(pool, async (tx) => {
      const over = (await lockOver(tx, depot, ids, now)).filter((one) => one.over);
      const found = over.map(({ id }) => id);
      await erase(tx, depot, found, now);
      return found.length;
    });
  }
};

const KEPT_AS: Record<DetailName, Exclude<keyof Retention, 'customers'>> = {
  place: 'places',
  note: 'notes',
  strokes: 'signatures',
};

const eraseDetails = async (
  db: Database,
  depot: DepotId,
  detail: DetailName,
  before: Instant,
): Promise<number> => {
  const { rowCount } = await db.query(
    'delete from entry_detail where depot = $1 and detail = $2 and received_at < $3',
    [depot, detail, at(before)],
  );
  return rowCount ?? 0;
};

/**
 * Erases what a depot keeps no longer, and what was asked for when it could not be done yet. The
 * audit says of which kind how much there was.
 */
export const keepRetention = async (pool: Pool, depot: DepotId, now: Instant): Promise<void> => {
  const kept = await readRetention(pool, depot);
  if (kept === null) return;
  const since = (count: number): Instant => later(now, -count * DAY);
  const note = async (kind: string, erased: number): Promise<void> => {
    if (erased > 0) await noteOwnAct(pool, 'retention-kept', { depot, kind, erased }, now);
  };
  await note('asked for', await eraseDue(pool, depot, ASKED_FOR, now, now));
  const { customers } = kept;
  if (customers !== null) {
    await note('customers', await eraseDue(pool, depot, KEPT_ENOUGH, since(customers), now));
  }
  for (const detail of DETAIL_NAMES) {
    const limit = kept[KEPT_AS[detail]];
    if (limit === null) continue;
    await note(KEPT_AS[detail], await eraseDetails(pool, depot, detail, since(limit)));
  }
};
