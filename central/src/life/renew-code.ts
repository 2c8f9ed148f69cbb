import { err, ok, type Result } from '../../../shared/result.ts';
import { withdrawIssues } from '../manifest/withdraw-issues.ts';
import { noteAct } from '../operators/acts.ts';
import { type NothingToSend, sendNow } from './customer-messages.ts';
import { type Asked, type LockProblem, lockDeliveries } from './lock-deliveries.ts';
import { type DeliveryOutcome, readOutcomes } from './outcome.ts';
import type { ActContext, ActProblem } from './run-act.ts';

/**
 * Makes a delivery's code void, which somebody has seen or the customer has lost: it gets another one,
 * and another override, when its terminal docks. Passes stay: each of them is a text of its own.
 */
export const renewCode = async (
  { tx, operator, depot, now }: ActContext,
  asked: readonly [Asked],
): Promise<Result<readonly DeliveryOutcome[], LockProblem>> => {
  const locked = await lockDeliveries(tx, depot, asked, now);
  if (!locked.ok) return locked;
  const [{ id }] = asked;
  await withdrawIssues(tx, depot, [id], now);
  await tx.query('update delivery set version = version + 1 where depot = $1 and id = $2', [
    depot,
    id,
  ]);
  await noteAct(tx, operator, 'code-renewed', { delivery: id }, now);
  return ok(await readOutcomes(tx, depot, [id], 'changed'));
};

/** What else opens a delivery, by why its code cannot be sent. */
const INSTEAD = {
  'sent-and-forgotten': ['pass', 'override', 'reissue'],
  'no-telephone': ['pass', 'override'],
  token: ['pass', 'override'],
  // Without a code there is no override, and nothing to make void.
  'no-code-yet': ['pass'],
} as const satisfies Readonly<Record<NothingToSend, readonly string[]>>;

/**
 * Sends a delivery's code at once: the same that waits for its message, or went out already. Once
 * central has forgotten it, it says what else there is.
 */
export const sendCodeAgain = async (
  { tx, operator, depot, now }: ActContext,
  asked: readonly [Asked],
): Promise<Result<readonly DeliveryOutcome[], ActProblem>> => {
  const locked = await lockDeliveries(tx, depot, asked, now);
  if (!locked.ok) return locked;
  const [{ id }] = asked;
  const why = await sendNow(tx, depot, id, now);
  if (why !== null) return err({ code: 'nothing-to-send', why, instead: INSTEAD[why] });
  await noteAct(tx, operator, 'message-sent-again', { delivery: id }, now);
  return ok(await readOutcomes(tx, depot, [id], 'right'));
};
