import { ok, type Result } from '../../../shared/result.ts';
import { endDeliveries } from '../deliveries/end-deliveries.ts';
import { tellChanges } from '../messages/follow-up.ts';
import { noteAct } from '../operators/acts.ts';
import { type Asked, type LockProblem, lockDeliveries } from './lock-deliveries.ts';
import { type DeliveryOutcome, readOutcomes } from './outcome.ts';
import type { ActContext } from './run-act.ts';

/** Why a delivery does not take place. */
export const CANCEL_REASONS = ['cancelled', 'address-wrong', 'merged'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/**
 * Cancels deliveries, all of them or none: their codes, overrides and passes are no longer good, an
 * unsent message is not sent, customers who have one are told, their labels are free, and each terminal that has one is told at its
 * next docking. A hand-over that happens all the same is counted, and is a finding.
 */
export const cancelDeliveries = async (
  { tx, operator, depot, now }: ActContext,
  asked: readonly Asked[],
  reason: CancelReason,
): Promise<Result<readonly DeliveryOutcome[], LockProblem>> => {
  const locked = await lockDeliveries(tx, depot, asked, now);
  if (!locked.ok) return locked;
  const ids = asked.map(({ id }) => id);
  const ended = ids.map((id) => ({ id, status: 'cancelled' as const }));
  await endDeliveries(tx, depot, ended, now);
  await tellChanges(tx, depot, ids, now);
  for (const delivery of ids) {
    await noteAct(tx, operator, 'delivery-cancelled', { delivery, reason }, now);
  }
  return ok(await readOutcomes(tx, depot, ids, 'changed'));
};
