import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { KnownTerminal } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { findDepot } from '../depots/depots.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import type { Ports } from '../ports.ts';
import { endOfDaysBefore } from './end-deliveries.ts';

/**
 * Tells a terminal of every delivery that it has and that is over: handed over, ended, expired on a
 * day before, or of a route that another terminal has. It erases what it is told of.
 */
export const queueOver = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  { id: terminal, depot }: KnownTerminal,
): Promise<void> => {
  const found = await findDepot(pool, depot);
  if (found === null) throw new Error(`depot ${depot} is gone`);
  const moment = now();
  const today = dayOf(moment, found.timeZone);
  await transaction(pool, async (tx) => {
    await endOfDaysBefore(tx, terminal, today, moment);
    await lockTerminals(tx, [terminal]);
    const { rows } = await tx.query<{ delivery: DeliveryId }>(
      `select distinct i.delivery from issue i
         join delivery d on d.id = i.delivery join route r on r.id = d.route
       where i.terminal = $1 and i.held and (d.status in ('delivered', 'undelivered')
         or r.terminal is distinct from $1 or (d.status = 'expired' and r.day < $2))
       order by i.delivery`,
      [terminal, today],
    );
    for (const { delivery } of rows) {
      await addManifestItem(tx, terminal, { type: 'withdrawn', delivery });
    }
    await tx.query(
      'update issue set held = false where terminal = $1 and held and delivery = any($2)',
      [terminal, rows.map(({ delivery }) => delivery)],
    );
  });
};
