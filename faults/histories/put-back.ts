import { isDeepStrictEqual } from 'node:util';
import type { Command } from './commands/histories.ts';
import type { MachineCommand } from './commands/machine.ts';
import { afterwards, follow, lookAtNotes, stoppedScreen } from './follow.ts';
import { endProcess } from './model.ts';
import { must, same } from './must.ts';
import { payloadOf } from './payloads.ts';
import { type Copy, count, hashesOf, idOf, layOut, type Stage, start } from './stage.ts';
import { watch } from './steps.ts';
import { bytesOf } from './terminal-under-test.ts';
import { codeOf } from './what-central-makes.ts';

export const takeCopy = ({ folder, keychain, model, line, handedOver }: Stage): Copy => ({
  files: bytesOf(folder),
  items: new Map(keychain.items),
  model: structuredClone(model),
  line: [...line],
  handedOver: new Set(handedOver),
});

export const lookBlocked = ({ life }: Stage, entries: number): void => {
  const why = life.store.stopped();
  const rolledBack = { name: 'blocked', problem: 'store-rolled-back' };
  const { screen } = life.view();
  // An old copy of one that was stopped is both.
  const isOld = isDeepStrictEqual(screen, rolledBack);
  if (why === null || !isOld)
    same(screen, why === null ? rolledBack : stoppedScreen(why), 'the screen');
  same(life.store.logPosition().sequence, entries, 'the log of an old copy');
  same(life.mortal.takeDone(), [], 'what an old copy writes');
  same(life.takeShown(), [], 'what an old copy shows');
};

/** Whatever the terminal is asked: its store is an old copy, and it does nothing. */
export const tryBlocked = async (stage: Stage, command: Command): Promise<void> => {
  const { life } = stage;
  const before = life.store.logPosition().sequence;
  if (command.do === 'scan' || command.do === 'type') {
    const id = idOf(command.stop ?? 1);
    must(!life.open(id), 'an old copy opens a stop');
    life.scan(payloadOf(stage, command.shown).bytes);
    must(!life.type(id, codeOf(1, 1, 'hand-over')), 'an old copy takes what is typed');
  }
  if (command.do === 'except') must(!life.except(idOf(command.stop), command.outcome), 'excepted');
  if (command.do === 'dock') must(!life.dock(), 'an old copy docks');
  await life.settle();
  lookBlocked(stage, before);
  count(stage, 'asked of an old copy');
  if (command.do !== 'restart') return;
  life.end();
  await start(stage);
  lookBlocked(stage, before);
};

/** Whether two lines of one log, of which one may be longer, have come apart. */
const differ = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((hash, i) => i < other.length && hash !== other[i]);

/** What an old copy that reaches central must do: say so, and hand in every entry that it has. */
const lookQuarantined = (stage: Stage, copy: Copy, reports: number): void => {
  const { depot, line } = stage;
  same(depot.reports.length, reports + 1, 'reports of an old copy');
  if (stage.isForked) return;
  const given = hashesOf(depot.stored);
  same(given.slice(0, copy.line.length), copy.line, 'what an old copy hands in', 'lost');
  // A newer store beside an older keychain: the terminal is where central no longer is, further or
  // on another branch.
  if (given.length > line.length || differ(given, line)) stage.isForked = true;
};

/** Puts an old state of the store back, with the keychain's or without. */
export const putBack = async (
  stage: Stage,
  { slot, keychain: both, online }: MachineCommand & { do: 'put-back' },
): Promise<void> => {
  const { depot, copies, keychain, line, seen } = stage;
  const copy = copies.get(slot) ?? copies.values().next().value;
  if (copy === undefined) return;
  stage.life.end();
  if (!stage.isBlocked) copies.set('newest', takeCopy(stage));
  stage.folder = layOut(stage, copy.files);
  if (both) for (const [name, item] of copy.items) keychain.items.set(name, item);
  if (differ(hashesOf(depot.stored), copy.line)) stage.isForked = true;
  const lacks = copy.line.length < seen || copy.line[seen - 1] !== line[seen - 1];
  const reports = depot.reports.length;
  depot.reach(online ? 'there' : 'away');
  await start(stage);
  depot.reach('away');

  const { screen } = stage.life.view();
  stage.isBlocked = screen.name === 'blocked';
  if (both) must(!stage.isBlocked, 'a whole old profile is refused', 'crashes');
  else if (isDeepStrictEqual(copy.line, line))
    must(!stage.isBlocked, 'the newest copy is refused', 'crashes');
  else if (lacks) must(stage.isBlocked, 'an old copy is not noticed');
  if (stage.isBlocked) {
    count(stage, 'old copy noticed');
    lookBlocked(stage, copy.line.length);
    if (online) lookQuarantined(stage, copy, reports);
    return;
  }
  count(stage, both ? 'profile put back' : 'newest copy put back');
  stage.model = structuredClone(copy.model);
  endProcess(stage.model);
  lookAtNotes(stage);
  stage.line = [...copy.line];
  stage.seen = copy.line.length;
  stage.handedOver = new Set(copy.handedOver);
  stage.derived = new Map();
  // What central has and this profile has not, it will write anew, and otherwise.
  if (depot.stored.length > stage.line.length) stage.isForked = true;
  const steps = watch(stage.model, stage.world.now);
  await afterwards(stage, follow(stage, stage.life.mortal.takeDone(), steps), []);
};
