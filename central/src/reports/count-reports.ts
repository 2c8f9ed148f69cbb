import type { Day, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { HOUR, later } from '../clock.ts';
import { at, type Database, transaction } from '../database/pool.ts';
import { findDepot } from '../depots/depots.ts';
import type { Ports } from '../ports.ts';
import { countDay } from './count-day.ts';

/** What comes in is committed within this time after the moment that it says it came. */
const OVERLAP_MS = 5 * 60_000;
/** So many days are counted in one go, the newest first: the rest waits for the next. */
const AT_ONCE = 31;
/** What no terminal reports, as a stop whose time is over, shows within this time. */
const STALE_MS = HOUR;

/**
 * The days to be counted: those of which something came in since; today, and the days around it, once
 * an hour; and those that were never counted.
 */
const findDays = async (
  db: Database,
  depot: DepotId,
  today: Day,
  since: Instant,
  now: Instant,
): Promise<readonly Day[]> =>
  (
    await db.query<{ day: Day }>(
      `with came as (
         select delivery, received_at from entry
           where depot = $1 and kind = 'hand-over' and received_at >= $3
         union all select delivery, received_at from entry
           where depot = $1 and kind = 'exception' and received_at >= $3)
       select r.day from came join delivery d on d.depot = $1 and d.id = came.delivery
         join route r on r.depot = d.depot and r.id = d.route
         left join report_day c on c.depot = r.depot and c.day = r.day
         where c.day is null or came.received_at >= c.counted_at - interval '5 minutes'
       union select f.day + n as day
         from (select min(day) as day from route where depot = $1) f,
           generate_series(0, $2::date - f.day) n
         where not exists (select 1 from report_day c where c.depot = $1 and c.day = f.day + n)
           and exists (select 1 from route r where r.depot = $1 and r.day = f.day + n)
       union select r.day from route r join report_day c on c.depot = r.depot and c.day = r.day
         where r.depot = $1 and r.day between $2::date - 7 and $2::date + 1 and c.counted_at < $4
       order by day desc limit $5`,
      [depot, today, at(since), at(later(now, -STALE_MS)), AT_ONCE],
    )
  ).rows.map(({ day }) => day);

/** Brings the counts of a depot up to date; a process that does so already is not waited for. */
export const countReports = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  id: DepotId,
): Promise<void> => {
  const depot = await findDepot(pool, id);
  if (depot === null) return;
  await transaction(pool, async (tx) => {
    await tx.query(
      `insert into report_reading (depot, read_to) values ($1, $2)
       on conflict do nothing`,
      [id, at(now())],
    );
    const { rows } = await tx.query<{ readTo: Instant }>(
      `select read_to as "readTo" from report_reading where depot = $1 for update skip locked`,
      [id],
    );
    const reading = rows[0];
    if (reading === undefined) return;
    const begun = now();
    const days = await findDays(tx, id, dayOf(begun, depot.timeZone), reading.readTo, begun);
    for (const day of days) await countDay(tx, id, day, begun);
    // What came in of days that did not fit into this go is looked at again.
    if (days.length === AT_ONCE) return;
    await tx.query('update report_reading set read_to = $2 where depot = $1', [
      id,
      at(later(begun, -OVERLAP_MS)),
    ]);
  });
};
