import { z } from 'zod';
import { type DeliveryId, type DepotId, deliveryId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { deliveryStatus } from '../deliveries/delivery-view.ts';
import { readMessages, type Standing } from './customer-messages.ts';

/** What an act came to for one delivery. It is kept for its key: nothing of a customer is in it. */
export const deliveryOutcome = z
  .object({
    id: deliveryId,
    version: z.int(),
    status: deliveryStatus,
    message: z.enum(['none', 'waits', 'right', 'follows', 'replaced', 'wrong']),
  })
  .meta({ id: 'DeliveryOutcome' });
export type DeliveryOutcome = z.infer<typeof deliveryOutcome>;

/** What deliveries are after an act, in the order of `ids`. */
export const readOutcomes = async (
  tx: Transaction,
  depot: DepotId,
  ids: readonly DeliveryId[],
  standing: Standing,
): Promise<DeliveryOutcome[]> => {
  const { rows } = await tx.query<Omit<DeliveryOutcome, 'message'>>(
    'select id, version, status from delivery where depot = $1 and id = any($2)',
    [depot, ids],
  );
  const messages = await readMessages(tx, depot, ids, standing);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : { ...row, message: messages.get(id) ?? 'none' };
  });
};
