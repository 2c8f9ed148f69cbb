import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/result.ts';
import { findDepot } from '../depots/depots.ts';
import { memberProblem } from '../http/problem-members.ts';
import { retellDeliveries } from '../manifest/retell-deliveries.ts';
import { tellChanges } from '../messages/follow-up.ts';
import { noteAct } from '../operators/acts.ts';
import { rewriteMessage, type Standing, sendToNewNumber } from './customer-messages.ts';
import { type Asked, lockDeliveries } from './lock-deliveries.ts';
import { deliveryOutcome, readOutcomes } from './outcome.ts';
import { type changeBody, faultsOfTimes, readChange } from './read-change.ts';
import type { ActContext, ActProblem } from './run-act.ts';
import { isOnDay, setTimes } from './set-times.ts';

/** What a change came to, and what of it was taken and ought to be looked at all the same. */
export const changeOutcome = deliveryOutcome.extend({ notes: z.array(memberProblem).readonly() });
type ChangeOutcome = z.infer<typeof changeOutcome>;

/**
 * Changes what a delivery is: its times, its customer's name, address, telephone number and language.
 * The code stays; the terminal that has it gets the delivery again at its next docking. A message that
 * waits moves with the arrival, goes to the new number, and says what is so when it goes. One that is
 * out is followed by the new time; and the code goes to the new number, while central has it.
 */
export const changeDelivery = async (
  { tx, operator, depot, now }: ActContext,
  asked: readonly [Asked],
  body: ReturnType<(typeof changeBody)['parse']>,
): Promise<Result<readonly ChangeOutcome[], ActProblem>> => {
  const where = await findDepot(tx, depot);
  if (where === null) return err({ code: 'unknown-depot' });
  const read = readChange(body, where);
  if (!read.ok) return err({ code: 'change-refused', fields: read.error });
  const locked = await lockDeliveries(tx, depot, asked, now);
  if (!locked.ok) return locked;
  const [before] = locked.value;
  if (before === undefined) return err({ code: 'unknown-delivery' });
  const { customer, address, phone, language, ...some } = read.value.change;
  const { arrival, notBefore, notAfter } = before;
  const times = { arrival, notBefore, notAfter, ...some };
  const hasTimes = Object.keys(some).length > 0;
  if (hasTimes) {
    const faults = faultsOfTimes(times, now);
    if (faults.length > 0) return err({ code: 'change-refused', fields: faults });
    const own = { id: before.route, day: before.day };
    if (!(await isOnDay(tx, depot, own, times.arrival, where.timeZone))) {
      return err({ code: 'other-day' });
    }
    await setTimes(tx, depot, before.id, times);
  }
  const isNewNumber = phone !== undefined && phone !== before.phone;
  await tx.query(
    `update delivery set customer = coalesce($3, customer), address = coalesce($4, address),
       phone = coalesce($5, phone), language = case when $6 then $7 else language end,
       version = version + 1
     where depot = $1 and id = $2`,
    [
      depot,
      before.id,
      customer ?? null,
      address ?? null,
      phone ?? null,
      language !== undefined,
      language ?? null,
    ],
  );
  if (language !== undefined) await rewriteMessage(tx, depot, before.id);
  let standing: Standing = 'right';
  if (isNewNumber) {
    const isSent = await sendToNewNumber(tx, depot, before.id, now);
    standing = isSent ? 'changed' : 'lost';
  }
  await tellChanges(tx, depot, [before.id], now);
  await retellDeliveries(tx, depot, [before.id]);
  const fields = Object.keys(read.value.change).sort().join(' ');
  await noteAct(tx, operator, 'delivery-changed', { delivery: before.id, fields }, now);
  const notes = read.value.notes.map(({ field, ...note }) => ({ pointer: `/${field}`, ...note }));
  const outcomes = await readOutcomes(tx, depot, [before.id], standing);
  return ok(outcomes.map((one) => ({ ...one, notes })));
};
