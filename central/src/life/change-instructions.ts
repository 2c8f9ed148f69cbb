import type { DeliveryId, DepotId, ParcelLabel } from '../../../shared/protocol/ids.ts';
import { areNamesOf } from '../../../shared/protocol/instructions.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Transaction } from '../database/pool.ts';
import { putStopFacts, type StopFacts } from '../deliveries/stop-facts.ts';
import { retellDeliveries } from '../manifest/retell-deliveries.ts';
import { noteAct } from '../operators/acts.ts';
import { type Asked, type LockProblem, lockDeliveries } from './lock-deliveries.ts';
import { type DeliveryOutcome, readOutcomes } from './outcome.ts';
import type { ActContext } from './run-act.ts';

const labelsOf = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly ParcelLabel[]> =>
  (
    await tx.query<{ label: ParcelLabel }>(
      'select label from parcel where depot = $1 and delivery = $2',
      [depot, delivery],
    )
  ).rows.map(({ label }) => label);

/**
 * Changes what is known of a stop, whole. The terminal that has it is told at its next docking; its
 * code, and the customer's message, stay as they are.
 */
export const changeInstructions = async (
  { tx, operator, depot, now }: ActContext,
  [asked]: readonly [Asked],
  facts: StopFacts,
): Promise<
  Result<readonly DeliveryOutcome[], LockProblem | { readonly code: 'unknown-parcel' }>
> => {
  const { id } = asked;
  const locked = await lockDeliveries(tx, depot, [asked], now);
  if (!locked.ok) return locked;
  if (!areNamesOf(facts.names, await labelsOf(tx, depot, id))) {
    return err({ code: 'unknown-parcel' });
  }
  await putStopFacts(tx, depot, [{ id, facts }]);
  await tx.query('update delivery set version = version + 1 where depot = $1 and id = $2', [
    depot,
    id,
  ]);
  await retellDeliveries(tx, depot, [id]);
  await noteAct(tx, operator, 'instructions-changed', { delivery: id }, now);
  return ok(await readOutcomes(tx, depot, [id], 'right'));
};
