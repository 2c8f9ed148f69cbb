import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { later, MINUTE } from '../clock.ts';
import { putMessage } from '../codes/put-message.ts';
import { WENT_OUT } from '../codes/went-out.ts';
import { at, type Transaction } from '../database/pool.ts';
import { windowOf } from './text/local-window.ts';

/** How long a new code may take to be made: its message says the new time as well. */
const NEW_CODE = 2 * MINUTE;

/**
 * SQL: what the customer of a delivery `d` was told last, about which issue; and whether a worker may be
 * sending it at this moment, until when.
 */
export const SAID_LAST = `select m.issue, i.state = 'active' as "isActive", m.says, m.next_at as "busyUntil", exists (
      select 1 from message_attempt a
      where a.depot = m.depot and a.message = m.id and a.ended_at is null) as "isBusy"
    from issue i join message m on m.depot = i.depot and m.issue = i.id
    where i.depot = d.depot and i.delivery = d.id and ${WENT_OUT}
    order by coalesce((select max(a.began_at) from message_attempt a
      where a.depot = m.depot and a.message = m.id), m.accepted_at) desc limit 1`;

/**
 * SQL: whether a message of these kinds about a delivery `d` is in one of these states. One that awaits
 * a docking says nothing before that.
 */
export const hasMessage = (kinds: string, states: string): string => `exists (
  select 1 from issue i join message m on m.depot = i.depot and m.issue = i.id
  where i.depot = d.depot and i.delivery = d.id and m.kind in (${kinds}) and m.state in (${states})
    and not m.awaits_docking)`;

/** Whether two arrivals are said with the same words. */
export const isSaidSo = (says: Instant | null, arrival: Instant, timeZone: string): boolean =>
  says === null || windowOf(says, timeZone).from === windowOf(arrival, timeZone).from;

type Row = {
  readonly status: 'open' | 'cancelled';
  readonly arrival: Instant;
  readonly timeZone: string;
  /** The last one that is out was about this issue, and said this arrival. */
  readonly issue: string;
  readonly says: Instant | null;
  readonly isBusy: boolean;
  readonly busyUntil: Instant;
  readonly hasCode: boolean;
  readonly isPending: boolean;
};

/**
 * Tells customers what has changed since the last message that they have, by another one: when the
 * parcel comes now, or that it does not. It can be asked again and again: a message that waits or is
 * under way is not followed by a second one, and nobody is told what the last message said already.
 * Whoever changes deliveries asks for it in the same transaction; whoever marks a message asks again,
 * because what it said may have been changed while it was under way.
 */
export const tellChanges = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<Row>(
    `select d.status, d.arrival, p.time_zone as "timeZone", said.*,
       exists (select 1 from issue i where i.depot = d.depot and i.delivery = d.id
         and i.state = 'active' and not exists (select 1 from message m where m.depot = i.depot
           and m.issue = i.id and m.awaits_docking)) as "hasCode",
       case d.status when 'open' then ${hasMessage("'code', 'time-changed'", "'waiting', 'claimed'")}
         else ${hasMessage("'cancelled'", "'waiting', 'claimed', 'accepted', 'delivered', 'failed'")}
         end as "isPending"
     from delivery d join depot p on p.id = d.depot join lateral (${SAID_LAST}) said on true
     where d.depot = $1 and d.id = any($2) and d.status in ('open', 'cancelled')
       and d.phone is not null and d.not_after > $3
      order by d.id`,
    [depot, deliveries, at(now)],
  );
  for (const row of rows) {
    if (row.isPending) continue;
    if (row.status === 'cancelled') {
      // Behind the one that may be going out at this moment.
      const due = row.isBusy && row.busyUntil > now ? row.busyUntil : now;
      await putMessage(tx, depot, row.issue, 'cancelled', due);
    } else if (!isSaidSo(row.says, row.arrival, row.timeZone)) {
      const due = row.hasCode ? now : later(now, NEW_CODE);
      await putMessage(tx, depot, row.issue, 'time-changed', due);
    }
  }
};

/** The same for the delivery that a message is about, which is now known to be out. */
export const tellChangesSince = async (
  tx: Transaction,
  depot: DepotId,
  message: string,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ delivery: DeliveryId }>(
    `select delivery from issue where depot = $1
       and id = (select issue from message where depot = $1 and id = $2)`,
    [depot, message],
  );
  await tellChanges(
    tx,
    depot,
    rows.map(({ delivery }) => delivery),
    now,
  );
};
