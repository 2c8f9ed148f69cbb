import type { DeliveryId, RouteId, TerminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { findDepot } from '../depots/depots.ts';
import { retellDeliveries } from '../manifest/retell-deliveries.ts';
import { withdrawIssues } from '../manifest/withdraw-issues.ts';
import { tellChanges } from '../messages/follow-up.ts';
import { noteAct } from '../operators/acts.ts';
import { withdrawFrom, withdrawOffRoute } from '../passes/end-passes.ts';
import { type Asked, type LockedDelivery, lockDeliveries } from './lock-deliveries.ts';
import { type DeliveryOutcome, readOutcomes } from './outcome.ts';
import { type Placed, placeOnRoutes } from './place-on-routes.ts';
import { faultsOfTimes, readTimes, type timesBody } from './read-change.ts';
import type { ActContext, ActProblem } from './run-act.ts';
import { isOnDay, setTimes } from './set-times.ts';

/** Where a delivery is to go. What is left out stays; without a position it comes last. */
export type Moved = Asked & {
  readonly position?: number | undefined;
  readonly times?: ReturnType<(typeof timesBody)['parse']> | undefined;
};

type Target = {
  readonly id: RouteId;
  readonly day: LockedDelivery['day'];
  readonly terminal: TerminalId | null;
};

const findTarget = async ({ tx, depot }: ActContext, route: RouteId): Promise<Target | null> =>
  (
    await tx.query<Target>('select id, day, terminal from route where depot = $1 and id = $2', [
      depot,
      route,
    ])
  ).rows[0] ?? null;

/** Sets the times of what moves, if any are given; each arrival must be on its route's day then. */
const setAllTimes = async (
  { tx, depot, now }: ActContext,
  moved: readonly { readonly before: LockedDelivery; readonly asked: Moved; readonly to: Target }[],
): Promise<ActProblem | null> => {
  const where = await findDepot(tx, depot);
  if (where === null) return { code: 'unknown-depot' };
  for (const { before, asked, to } of moved) {
    const read = readTimes(asked.times ?? {}, where);
    if (!read.ok) return { code: 'change-refused', delivery: before.id, fields: read.error };
    const { arrival, notBefore, notAfter } = before;
    const times = { arrival, notBefore, notAfter, ...read.value };
    const isSame = to.id === before.route && asked.times === undefined;
    if (!isSame && !(await isOnDay(tx, depot, to, times.arrival, where.timeZone))) {
      return { code: 'other-day', delivery: before.id };
    }
    if (asked.times === undefined) continue;
    const fields = faultsOfTimes(times, now);
    if (fields.length > 0) return { code: 'change-refused', delivery: before.id, fields };
    await setTimes(tx, depot, before.id, times);
  }
  return null;
};

/** Takes codes, and passes that go with a terminal or a route, from terminals that lose deliveries. */
const takeAway = async (
  { tx, depot, now }: ActContext,
  deliveries: readonly DeliveryId[],
): Promise<void> => {
  for (const { terminal, delivery } of await withdrawIssues(tx, depot, deliveries, now)) {
    await withdrawFrom(tx, depot, terminal, [delivery], now);
  }
};

/**
 * Moves deliveries to another route, or to another place in their own, all of them or none. With the
 * same terminal the code stays, and the terminal gets the delivery again. With another one, codes and
 * passes are withdrawn: the old terminal is told at its next docking, the new one gets new codes, and
 * the message of such a code makes the earlier one void.
 */
export const moveDeliveries = async (
  context: ActContext,
  asked: readonly Moved[],
  route: RouteId | null,
): Promise<Result<readonly DeliveryOutcome[], ActProblem>> => {
  const { tx, operator, depot, now } = context;
  const locked = await lockDeliveries(tx, depot, asked, now, route === null ? [] : [route]);
  if (!locked.ok) return locked;
  const target = route === null ? null : await findTarget(context, route);
  if (route !== null && target === null) return err({ code: 'unknown-route' });
  const byId = new Map(locked.value.map((before) => [before.id, before]));
  const moved = asked.flatMap((one) => {
    const before = byId.get(one.id);
    if (before === undefined) return [];
    const to = target ?? { id: before.route, day: before.day, terminal: before.terminal };
    return [{ asked: one, before, to }];
  });
  const problem = await setAllTimes(context, moved);
  if (problem !== null) return err(problem);
  const placed: Placed[] = moved.map(({ asked: { id, position }, to }) => ({
    id,
    route: to.id,
    position: position ?? null,
  }));
  if (!(await placeOnRoutes(tx, depot, placed))) return err({ code: 'position-taken' });
  const ids = asked.map(({ id }) => id);
  const lost = moved.filter(({ before, to }) => before.terminal !== to.terminal);
  await takeAway(
    context,
    lost.map(({ before }) => before.id),
  );
  await withdrawOffRoute(tx, depot, ids, now);
  await tellChanges(tx, depot, ids, now);
  await retellDeliveries(tx, depot, ids);
  for (const { before, to } of moved) {
    const subject = { delivery: before.id, from: before.route, to: to.id };
    await noteAct(tx, operator, 'delivery-moved', subject, now);
  }
  return ok(await readOutcomes(tx, depot, ids, 'right'));
};
