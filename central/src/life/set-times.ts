import type { Day, DeliveryId, DepotId, Instant, RouteId } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { HOUR } from '../clock.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { moveMessage } from './customer-messages.ts';
import type { Times } from './read-change.ts';

/** So long a route may go on after midnight, counted from its first arrival: as in an import. */
const NIGHT_MS = 12 * HOUR;

/** Whether an arrival is on a route's day, or in the night that the route's other stops began. */
export const isOnDay = async (
  tx: Transaction,
  depot: DepotId,
  { id, day }: { readonly id: RouteId; readonly day: Day },
  arrival: Instant,
  timeZone: string,
): Promise<boolean> => {
  const own = dayOf(arrival, timeZone);
  if (own <= day) return own === day;
  const { rows } = await tx.query<{ first: Instant | null }>(
    'select min(arrival) as first from delivery where depot = $1 and route = $2',
    [depot, id],
  );
  const first = rows[0]?.first ?? null;
  return first !== null && dayOf(first, timeZone) === day && arrival - first < NIGHT_MS;
};

/**
 * Sets when a delivery's driver comes and when its code is good; the code stays the same. The
 * dispatcher's code begins no later and ends no earlier than before. A message that waits moves.
 */
export const setTimes = async (
  tx: Transaction,
  ports: Pick<Ports, 'scheduleSms'>,
  depot: DepotId,
  delivery: DeliveryId,
  { arrival, notBefore, notAfter }: Times,
): Promise<void> => {
  await tx.query(
    `update delivery set arrival = $3, not_before = $4, not_after = $5
     where depot = $1 and id = $2`,
    [depot, delivery, at(arrival), at(notBefore), at(notAfter)],
  );
  await tx.query(
    `update issue set not_before = $3, not_after = $4,
       override_not_before = least(override_not_before, $3),
       override_not_after = greatest(override_not_after, $4::timestamptz + interval '1 day')
     where depot = $1 and delivery = $2 and state = 'active'`,
    [depot, delivery, at(notBefore), at(notAfter)],
  );
  await moveMessage(tx, ports, depot, delivery);
};
