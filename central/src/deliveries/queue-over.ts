import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { TerminalKey } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { findDepot } from '../depots/depots.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import type { Ports } from '../ports.ts';
import { endOfDaysBefore } from './end-deliveries.ts';

/**
 * Tells a terminal of every delivery that it has and that is over: handed over, ended, cancelled, expired on a
 * day before, or of a route that another terminal has. It erases what it is told of.
 */
export const queueOver = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  key: TerminalKey,
): Promise<void> => {
  const { depot, id: terminal } = key;
  const found = await findDepot(pool, depot);
  if (found === null) throw new Error(`depot ${depot} is gone`);
  const moment = now();
  const today = dayOf(moment, found.timeZone);
  await transaction(pool, async (tx) => {
    await endOfDaysBefore(tx, key, today, moment);
    await lockTerminals(tx, depot, [terminal]);
    const { rows } = await tx.query<{ delivery: DeliveryId }>(
      `select distinct i.delivery from issue i
         join delivery d on d.depot = i.depot and d.id = i.delivery
         join route r on r.depot = d.depot and r.id = d.route
       where i.depot = $1 and i.terminal = $2 and i.held
         and (d.status in ('delivered', 'undelivered', 'cancelled') or r.terminal is distinct from $2
           or (d.status = 'expired' and r.day < $3))
       order by i.delivery`,
      [depot, terminal, today],
    );
    for (const { delivery } of rows) {
      await addManifestItem(tx, depot, terminal, { type: 'withdrawn', delivery });
    }
    await tx.query(
      `update issue set held = false
       where depot = $1 and terminal = $2 and held and delivery = any($3)`,
      [depot, terminal, rows.map(({ delivery }) => delivery)],
    );
  });
};
