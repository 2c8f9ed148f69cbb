import type { DeliveryId } from '../../shared/protocol/ids.ts';
import type { DepotCommand } from './commands/depot.ts';
import { dock, dockRefused, dockRevoked } from './docking.ts';
import { afterwards, dieNow, follow } from './follow.ts';
import { must, same, wrong } from './must.ts';
import { lookBlocked } from './put-back.ts';
import { goTo, NOWHERE, scanOnRoute } from './show.ts';
import { count, hashesOf, idOf, type Stage } from './stage.ts';

/**
 * What was over and is erased was handed in. Gives what somebody looked at and is kept for the next
 * docking, if the terminal did so: whether it has to depends on the moment.
 */
const keptNow = ({ life }: Stage, at: DeliveryId | null): readonly DeliveryId[] => {
  const all = life.mortal.takeErased();
  for (const { deliveries, unsent } of all) {
    const named = unsent.flatMap(({ entry: { content } }) =>
      'delivery' in content ? (content.delivery ?? []) : [],
    );
    same(
      deliveries.filter((one) => named.includes(one)),
      [],
      'what is erased before it is handed in',
      'lost',
    );
  }
  const isErased = all.some(({ deliveries }) => at !== null && deliveries.includes(at));
  return at === null || isErased ? [] : [at];
};

/** What central tells at this moment: more or less than the terminal expects. */
const meet = ({ depot, model, life }: Stage) => ({
  given: depot.givenAfter(model.cursor),
  lost: life.store.acknowledged() > depot.stored.length,
});

export const dockNow = async (
  stage: Stage,
  { cut, dies, scans }: Omit<DepotCommand & { do: 'dock' }, 'do'>,
): Promise<void> => {
  const { life, depot, model, world } = stage;
  await life.goToRoute();
  depot.reach(cut === null ? 'there' : { lost: cut.lost, from: cut.request });
  const met = meet(stage);
  if (met.lost) count(stage, 'docking where central has lost entries');
  if (met.given.anew) count(stage, 'docking where central gives everything anew');
  life.mortal.dieAfter(dies);
  must(life.dock(), 'the docking does not start');
  const scanned = scans === null ? null : scanOnRoute(stage, scans);
  const answers = scanned === null ? [] : [scanned.answer];
  if (scanned !== null) count(stage, 'scanned while docking');
  await life.acknowledge();
  depot.reach('away');
  const why = life.store.stopped();
  const isRevoked = why?.reason === 'revoked';
  must(why === null || isRevoked || stage.isForked, "central's own log is refused", 'crashes');
  same(isRevoked ? depot.revokedSince() : null, isRevoked ? why.since : null, 'revoked since');
  const head = { acknowledged: depot.stored.length, hash: hashesOf(depot.stored).at(-1) };
  const keep = keptNow(stage, scanned?.at ?? null);
  const since = depot.revokedSince();
  const steps =
    since !== null
      ? dockRevoked(model, world.now, since)
      : why === null
        ? dock(model, world.now, { ...met, keep, quiet: false })
        : dockRefused(model, world.now, head);
  const done = life.mortal.takeDone();
  const left =
    scanned === null ? follow(stage, done, steps) : follow(stage, done, scanned.steps, steps);
  same(
    done.filter((what) => what !== 'receipt'),
    [],
    'what was written besides',
  );
  if (life.mortal.isDead()) return afterwards(stage, left, answers);
  if (why !== null) {
    life.takeShown();
    stage.isBlocked = true;
    count(stage, `stopped, ${why.reason}`);
    if (isRevoked && cut === null && !stage.isForked)
      same(depot.stored.length, stage.line.length, 'what a revoked terminal hands in', 'lost');
    return lookBlocked(stage, stage.line.length);
  }
  await life.leaveDoor();
  scanned?.leave();
  if (life.mortal.isDead()) return afterwards(stage, left, answers);
  const { screen } = life.view();
  if (screen.name !== 'dock') return wrong('crashes', 'there is no docking on the screen', screen);
  const { phase, problem } = screen;
  if (phase === 'done') {
    await afterwards(stage, left, answers);
    must(since === null, 'a revoked terminal docks as ever');
    if (!stage.isForked && scanned === null)
      same(depot.stored.length, stage.line.length, 'what central has', 'lost');
  } else {
    same(phase, 'failed', 'the end of a docking');
    const isRefused = problem === 'hand-in-refused' && stage.isForked;
    if (!isRefused) same(problem, cut === null ? null : 'central-unreachable', 'a docking');
    same(left.filter((step) => scanned?.steps.includes(step)).length, 0, 'steps of a scan');
    await afterwards(stage, [], answers);
  }
  count(stage, `docking ${phase}${problem === null ? '' : `, ${problem}`}`);
  life.leaveDock();
  await dieNow(stage, dies);
};

/** Longer than a terminal ever waits between two dockings on the road. */
const DUE_MS = 16 * 60_000;

/** The terminal docks by itself where there is a network, and nothing changes for the driver. */
export const onTheRoad = async (
  stage: Stage,
  { stop, cut, dies }: DepotCommand & { do: 'road' },
): Promise<void> => {
  const { life, depot, model, world } = stage;
  await life.goToRoute();
  const place = stop === null ? NOWHERE : await goTo(stage, stop, 'touch');
  stage.before = new Map(model.notes);
  world.truth += DUE_MS;
  // What is stopped by this, or taken for another log, is played at the dock.
  if (depot.revokedSince() !== null || stage.isForked) return;
  const screen = life.view().screen.name;
  depot.reach(cut === null ? 'there' : { lost: cut.lost, from: cut.request });
  world.online = true;
  const met = meet(stage);
  life.mortal.dieAfter(dies);
  life.lookForNetwork();
  await life.settle();
  world.online = false;
  depot.reach('away');
  keptNow(stage, null);
  const isDue = model.policy.docksOnNetwork;
  const steps = isDue ? dock(model, world.now, { ...met, keep: [], quiet: true }) : [];
  const left = follow(stage, life.mortal.takeDone(), steps);
  count(stage, isDue ? 'quiet docking' : 'no docking on the road');
  if (!life.mortal.isDead()) {
    // A stop that was taken away meanwhile is at the door until the driver leaves it.
    if (place.stop === null)
      same(life.view().screen.name, screenAfter(stage, screen), 'the screen');
    if (cut === null)
      same(
        depot.stored.length,
        isDue ? stage.line.length : depot.stored.length,
        'what central has',
        'lost',
      );
  }
  await afterwards(stage, cut === null ? left : [], []);
  await dieNow(stage, dies);
};

/** On the road a driver may be removed from the roster: then the next one signs in. */
const screenAfter = ({ life }: Stage, before: string): string => {
  const { name } = life.view().screen;
  return before === 'route' && name === 'sign-in'
    ? name
    : before === 'sign-in' && name === 'route'
      ? name
      : before;
};

/** The depot does something; the terminal hears of it when it docks. */
export const atDepot = async (stage: Stage, command: DepotCommand): Promise<void> => {
  const { depot } = stage;
  switch (command.do) {
    case 'issue':
      return depot.issue(command.stop, command.validity);
    case 'give':
      return depot.give(command.stop, command.validity);
    case 'withdraw':
      stage.withdrawn.add(idOf(command.stop));
      return depot.withdraw(command.stop);
    case 'take-back':
      return depot.takeBack(command.customer, command.nth);
    case 'restore':
      if (command.renumbered) for (const id of stage.model.stops.keys()) stage.withdrawn.add(id);
      return depot.restore(command.entries, command.renumbered);
    case 'staff':
      return depot.changeStaff(command.who, command.removed);
    case 'revoke':
      return depot.revoke();
    default:
      throw new Error('that is not at the depot');
  }
};
