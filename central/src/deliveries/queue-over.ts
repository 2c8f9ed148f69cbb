import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { TerminalKey } from '../actors.ts';
import { at, transaction } from '../database/pool.ts';
import { findDepot } from '../depots/depots.ts';
import { addManifestItems, lockTerminals } from '../manifest/manifest-items.ts';
import type { Ports } from '../ports.ts';
import { ENDED_BEFORE, endOfDaysBefore } from './end-deliveries.ts';

/** SQL: what a terminal ($2) of a depot ($1) has and that is over, as of today ($3). */
const HELD_AND_OVER = `
  from issue i join delivery d on d.depot = i.depot and d.id = i.delivery
    join route r on r.depot = d.depot and r.id = d.route
  where i.depot = $1 and i.terminal = $2 and i.held
    and (d.status in ('delivered', 'undelivered', 'cancelled') or r.terminal is distinct from $2
      or (d.status = 'expired' and r.day < $3))`;

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
  // Mostly nothing is, and then nothing is locked. What is over in this moment is told next time.
  const { rows: over } = await pool.query<{ isAny: boolean }>(
    `select exists (select 1 ${ENDED_BEFORE}) or exists (select 1 ${HELD_AND_OVER}) as "isAny"`,
    [depot, terminal, today, at(moment)],
  );
  if (over[0]?.isAny === false) return;
  await transaction(pool, async (tx) => {
    await endOfDaysBefore(tx, key, today, moment);
    await lockTerminals(tx, depot, [terminal]);
    const { rows } = await tx.query<{ delivery: DeliveryId }>(
      `select distinct i.delivery ${HELD_AND_OVER} order by i.delivery`,
      [depot, terminal, today],
    );
    if (rows.length === 0) return;
    const items = rows.map(({ delivery }) => ({ type: 'withdrawn' as const, delivery }));
    await addManifestItems(tx, depot, terminal, items);
    await tx.query(
      `update issue set held = false
       where depot = $1 and terminal = $2 and held and delivery = any($3)`,
      [depot, terminal, rows.map(({ delivery }) => delivery)],
    );
  });
};
