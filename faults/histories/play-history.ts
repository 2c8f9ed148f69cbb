import type { DeliveryId } from '../../shared/ids.ts';
import { auditHandedIn } from './audit-handed-in.ts';
import type { Command, History } from './commands.ts';
import { afterwards, dieNow, follow, startAndFollow } from './follow.ts';
import { timeOf, waitEnds } from './model.ts';
import { must, same, Wrong, wrong } from './must.ts';
import { lookBlocked, putBack, takeCopy, tryBlocked } from './put-back.ts';
import { scanOnRoute, showAt } from './show.ts';
import { clearStage, count, hashesOf, idOf, type Stage, setStage } from './stage.ts';
import { dock, dockRefused, except } from './steps.ts';
import type { SwitchedOff } from './terminal-under-test.ts';

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

const dockNow = async (stage: Stage, command: Command & { do: 'dock' }): Promise<void> => {
  const { cut, dies, scans } = command;
  const { life, depot, model, world } = stage;
  await life.goToRoute();
  depot.reach(cut === null ? 'there' : { lost: cut.lost, from: cut.request });
  const pages = depot.pagesAfter(model.cursor);
  life.mortal.dieAfter(dies);
  must(life.dock(), 'the docking does not start');
  const scanned = scans === null ? null : scanOnRoute(stage, scans);
  const answers = scanned === null ? [] : [scanned.answer];
  if (scanned !== null) count(stage, 'scanned while docking');
  await life.acknowledge();
  depot.reach('away');
  const why = life.store.stopped();
  must(why === null || stage.isForked, "central's own log is refused", 'crashes');
  const head = { acknowledged: depot.stored.length, hash: hashesOf(depot.stored).at(-1) };
  const keep = keptNow(stage, scanned?.at ?? null);
  const steps =
    why === null ? dock(model, world.now, pages, keep) : dockRefused(model, world.now, head);
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
    count(stage, 'stopped');
    return lookBlocked(stage, stage.line.length);
  }
  await life.leaveDoor();
  const { screen } = life.view();
  if (screen.name !== 'dock') return wrong('crashes', 'there is no docking on the screen', screen);
  const { phase, problem } = screen;
  if (phase === 'done') {
    await afterwards(stage, left, answers);
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

const exceptAt = async (stage: Stage, command: Command & { do: 'except' }): Promise<void> => {
  const { life, model, world } = stage;
  await life.goToRoute();
  const of = idOf(command.stop);
  if (!life.open(of)) return;
  life.mortal.dieAfter(command.dies);
  const steps = except(model, world.now, of, command.outcome);
  must(life.except(of, command.outcome), 'an exception is not taken');
  await life.settle();
  await afterwards(stage, follow(stage, life.mortal.takeDone(), steps), []);
  await dieNow(stage, command.dies);
};

/** When an edge is, by true time; null: there is none. */
const edgeOf = ({ model }: Stage, { edge, stop }: Command & { do: 'pass-to' }): number | null => {
  const known = model.stops.get(idOf(stop));
  if (edge === 'lease') return (model.told?.central ?? 0) + model.policy.leaseMs;
  if (known === undefined) return null;
  if (edge === 'wait') return waitEnds(model, idOf(stop), 'hand-over');
  return known['hand-over'][edge === 'opens' ? 'notBefore' : 'notAfter'];
};

/** What happens around the terminal. False: the command is one for the terminal itself. */
const playAround = async (stage: Stage, command: Command): Promise<boolean> => {
  const { world, depot, model } = stage;
  switch (command.do) {
    case 'pass':
      world.truth += command.ms;
      return true;
    case 'pass-to': {
      const edge = edgeOf(stage, command);
      const ms = edge === null ? 0 : edge + command.off - timeOf(model, world.now).at;
      world.truth += Math.max(0, ms);
      return true;
    }
    case 'turn':
      world.offset = command.offset;
      return true;
    case 'issue':
      await depot.issue(command.stop, command.validity);
      return true;
    case 'give':
      await depot.give(command.stop, command.validity);
      return true;
    case 'withdraw':
      depot.withdraw(command.stop);
      return true;
    case 'copy':
      if (!stage.isBlocked) stage.copies.set(command.slot, takeCopy(stage));
      return true;
    case 'put-back':
      await putBack(stage, command);
      return true;
    default:
      return false;
  }
};

const play = async (stage: Stage, command: Command): Promise<void> => {
  count(stage, command.do);
  if (await playAround(stage, command)) return;
  if (command.do === 'restart' && command.machine) {
    stage.world.boots++;
    stage.world.bootedAt = stage.world.truth;
  }
  if (stage.isBlocked) return tryBlocked(stage, command);
  if (command.do === 'scan' || command.do === 'type') return showAt(stage, command);
  if (command.do === 'dock') return dockNow(stage, command);
  if (command.do === 'except') return exceptAt(stage, command);
  if (command.do !== 'restart') throw new Error('what is that?');
  stage.life.end();
  await startAndFollow(stage, command.dies);
};

const TOLERANCE_MS = 120_000;
const DOCK = { do: 'dock', cut: null, scans: null, dies: null } as const;

/**
 * Plays a history on the real terminal, with the model beside it. Throws at the first thing that is
 * not as the model has it: then the history is a counterexample. Gives what was seen how often.
 */
export const playHistory = async (
  history: History,
  off: SwitchedOff | null = null,
): Promise<ReadonlyMap<string, number>> => {
  const stage = await setStage(off);
  try {
    const { leaseMs, clockBlocks, waitsMs, validities, commands } = history;
    const policy = {
      leaseMs,
      clockBlocks,
      clockToleranceMs: TOLERANCE_MS,
      waitsMs: [...waitsMs],
      signOutAtDock: false,
      docksOnNetwork: false,
      unscanned: 'free' as const,
    };
    stage.depot.giveRoute(policy);
    // The last one is not on the route until somebody gives it.
    for (const [i, validity] of validities.slice(0, -1).entries())
      await stage.depot.give(i + 1, validity);
    await dockNow(stage, DOCK);
    for (const [i, command] of commands.entries()) {
      try {
        await play(stage, command);
      } catch (error) {
        const isWrong = error instanceof Wrong;
        const text = isWrong ? error.message : (error as Error).stack;
        const kind = isWrong ? error.kind : 'crashes';
        throw new Wrong(kind, `command ${i + 1}, ${JSON.stringify(command)}: ${text}`);
      }
    }
    if (!stage.isBlocked) await dockNow(stage, DOCK);
    auditHandedIn(stage);
    const end = stage.isBlocked ? 'an old copy' : stage.isForked ? 'forked' : 'whole';
    count(stage, `ended ${end}`);
    return stage.tally;
  } finally {
    clearStage(stage);
  }
};
