import type { DeliveryId, DepotId } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';

/**
 * A customer's number, for whoever is to call them: nowhere else do operators see it. That it was
 * shown, and to whom, is in the audit. Null: there is none, or it was erased.
 */
export const showTelephone = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<string | null> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ phone: string | null }>(
      'select phone from delivery where depot = $1 and id = $2',
      [depot, delivery],
    );
    const phone = rows[0]?.phone ?? null;
    if (phone !== null) await noteAct(tx, operator, 'telephone-shown', { delivery }, now());
    return phone;
  });
