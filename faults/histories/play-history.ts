import { mock } from 'node:test';
import { assertNever } from '../../shared/assert-never.ts';
import { auditHandedIn } from './audit-handed-in.ts';
import type { Validity } from './commands/depot.ts';
import type { Command, History } from './commands/histories.ts';
import type { MachineCommand } from './commands/machine.ts';
import { atDepot, dockNow, onTheRoad } from './dock-now.ts';
import { startAndFollow } from './follow.ts';
import { timeOf, waitEnds } from './model.ts';
import { Wrong } from './must.ts';
import { putBack, takeCopy, tryBlocked } from './put-back.ts';
import { badge, beSignedIn, exceptAt, leave, lookFor, undoNow, writeAt } from './say.ts';
import { showAt } from './show.ts';
import { clearStage, count, idOf, type Stage, setStage } from './stage.ts';
import type { SwitchedOff } from './terminal-under-test.ts';
import { meetTwin } from './twin.ts';

/** When an edge is, by true time; null: there is none. */
const edgeOf = (
  { model }: Stage,
  { edge, stop }: MachineCommand & { do: 'pass-to' },
): number | null => {
  const known = model.stops.get(idOf(stop));
  if (edge === 'lease') return (model.told?.central ?? 0) + model.policy.leaseMs;
  if (known === undefined) return null;
  if (edge === 'wait') return waitEnds(model, idOf(stop), 'hand-over');
  return known['hand-over'][edge === 'opens' ? 'notBefore' : 'notAfter'];
};

/** What a person does with the terminal. */
type Act = Extract<
  Command,
  {
    readonly do:
      | ('badge' | 'dock' | 'road' | 'twin' | 'restart')
      | ('scan' | 'type' | 'write' | 'except' | 'undo' | 'look' | 'sign-out');
  }
>;
const act = async (stage: Stage, command: Act): Promise<void> => {
  switch (command.do) {
    case 'badge':
      return badge(stage, command);
    case 'dock':
      return dockNow(stage, command);
    case 'road':
      return onTheRoad(stage, command);
    case 'twin':
      return meetTwin(stage, command);
    case 'restart':
      stage.life.end();
      return startAndFollow(stage, command.dies);
    default:
  }
  // A scan before that comes to nothing: it is played once more when somebody is there.
  if (command.do === 'scan') await showAt(stage, { ...command, dies: null });
  if (stage.isBlocked) return tryBlocked(stage, command);
  await beSignedIn(stage);
  switch (command.do) {
    case 'scan':
    case 'type':
      return showAt(stage, command);
    case 'write':
      return writeAt(stage, command);
    case 'except':
      return exceptAt(stage, command);
    case 'undo':
      return undoNow(stage, command);
    case 'look':
      return lookFor(stage, command);
    case 'sign-out':
      return leave(stage, command);
    default:
      return assertNever(command);
  }
};

const play = async (stage: Stage, command: Command): Promise<void> => {
  const { world, model } = stage;
  count(stage, command.do);
  switch (command.do) {
    case 'pass':
      world.truth += command.ms;
      return;
    case 'pass-to': {
      const edge = edgeOf(stage, command);
      const ms = edge === null ? 0 : edge + command.off - timeOf(model, world.now).at;
      world.truth += Math.max(0, ms);
      return;
    }
    case 'turn':
      world.offset = command.offset;
      return;
    case 'copy':
      if (!stage.isBlocked) stage.copies.set(command.slot, takeCopy(stage));
      return;
    case 'put-back':
      return putBack(stage, command);
    case 'issue':
    case 'give':
    case 'withdraw':
    case 'take-back':
    case 'restore':
    case 'staff':
    case 'revoke':
      return atDepot(stage, command);
    default:
  }
  if (command.do === 'restart' && command.machine) {
    world.boots++;
    world.bootedAt = world.truth;
  }
  return stage.isBlocked ? tryBlocked(stage, command) : act(stage, command);
};

const TOLERANCE_MS = 120_000;
const DOCK = { cut: null, scans: null, dies: null };

/**
 * Plays a history on the real terminal, with the model beside it. Throws at the first thing that is
 * not as the model has it: then the history is a counterexample. Gives what was seen how often.
 */
export const playHistory = async (
  history: History,
  off: SwitchedOff | null = null,
): Promise<ReadonlyMap<string, number>> => {
  // The road's network is looked for when the history says so.
  mock.timers.enable({ apis: ['setInterval'] });
  const stage = await setStage(off);
  try {
    const { leaseMs, clockBlocks, waitsMs, validities, commands } = history;
    const { unscanned, signOutAtDock, docksOnNetwork } = history;
    const policy = {
      leaseMs,
      clockBlocks,
      clockToleranceMs: TOLERANCE_MS,
      waitsMs: [...waitsMs],
      signOutAtDock,
      docksOnNetwork,
      unscanned,
      missingEvidence: 'refuse' as const,
      customerNumbers: false,
    };
    stage.depot.giveRoute(policy);
    if (history.roster) stage.depot.giveStaff();
    // The last one with a code is not on the route until somebody gives it.
    for (const [i, stop] of [1, 2, 3, 5, 6].entries())
      await stage.depot.give(stop, validities[i % validities.length] as Validity);
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
    mock.timers.reset();
  }
};
