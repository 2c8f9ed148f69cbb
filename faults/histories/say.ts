import type { Particulars } from '../../shared/protocol/outcome.ts';
import type { DoorCommand, Written } from './commands/door.ts';
import type { MachineCommand } from './commands/machine.ts';
import { afterwards, dieNow, follow } from './follow.ts';
import { mustSignIn, signedInDriver } from './model.ts';
import { must, same } from './must.ts';
import { type Begun, draftOf, noteAt, putNote } from './said.ts';
import { goTo } from './show.ts';
import { count, idOf, type Stage } from './stage.ts';
import { except, type Step, showBadge, signOut, undo, watch } from './steps.ts';
import { badgeOf, IT, staffIdOf } from './what-central-makes.ts';

// What drivers say beside a code, and who they are.

/** Does something that the terminal writes by itself, and follows it to its end. */
const act = async (
  stage: Stage,
  dies: number | null,
  steps: () => readonly Step[],
  work: () => void,
): Promise<void> => {
  const { life } = stage;
  life.mortal.dieAfter(dies);
  work();
  const expected = steps();
  await life.settle();
  await afterwards(stage, follow(stage, life.mortal.takeDone(), expected), []);
  await dieNow(stage, dies);
};

/** Somebody signs in where nobody is; before, nothing that is scanned comes to anything. */
export const beSignedIn = async (stage: Stage): Promise<void> => {
  const { life, model, world } = stage;
  if (!mustSignIn(model)) return;
  await life.goToRoute();
  same(life.view().screen.name, 'sign-in', 'the screen where nobody is signed in');
  const who = [1, 2].find((one) => model.drivers.get(staffIdOf(one))?.removed === false);
  if (who === undefined) throw new Error('nobody can sign in');
  const watched = watch(model, world.now);
  life.scan(badgeOf(who));
  await life.settle();
  const steps = [...watched, ...showBadge(model, world.now, staffIdOf(who))];
  await afterwards(stage, follow(stage, life.mortal.takeDone(), steps), []);
};

export const badge = async (
  stage: Stage,
  { who, dies }: MachineCommand & { do: 'badge' },
): Promise<void> => {
  const { life, model, world } = stage;
  await life.goToRoute();
  const isIt = who === IT && model.drivers.size > 0;
  const staff = who === 1 || who === 2 ? staffIdOf(who) : null;
  const steps = () =>
    isIt ? [] : [...watch(model, world.now), ...showBadge(model, world.now, staff)];
  await act(stage, dies, steps, () => life.scan(badgeOf(who)));
};

export const leave = async (
  stage: Stage,
  { dies }: MachineCommand & { do: 'sign-out' },
): Promise<void> => {
  const { life, model, world } = stage;
  await life.goToRoute();
  const isIn = signedInDriver(model) !== null;
  const steps = () => (isIn ? [signOut(model, world.now, 'driver')] : []);
  await act(stage, dies, steps, () => same(life.signOut(), isIn, 'whether one signs out'));
};

export const exceptAt = async (
  stage: Stage,
  { stop, outcome, dies }: DoorCommand & { do: 'except' },
): Promise<void> => {
  const { life, model, world } = stage;
  await life.goToRoute();
  const of = idOf(stop);
  if (!life.open(of)) return;
  const steps = () => {
    const said = except(model, world.now, of, outcome);
    // One that is handed over has its outcome: the door closes, and there is nothing to say.
    if (said.length === 0) model.notes.delete(of);
    return said;
  };
  await act(stage, dies, steps, () => must(life.except(of, outcome), 'an exception is not taken'));
};

export const undoNow = async (
  stage: Stage,
  { before, dies }: DoorCommand & { do: 'undo' },
): Promise<void> => {
  const { life, model, world } = stage;
  await life.goToRoute();
  const all = model.log.filter(({ content }) => content.kind === 'exception');
  const undoes = all.at(-1 - before)?.sequence;
  if (undoes === undefined) return;
  const steps = () => undo(model, world.now, undoes);
  count(stage, steps().length > 0 ? 'exception undone' : 'exception left as it is');
  await act(stage, dies, steps, () => must(life.undo(undoes), 'nothing can be taken back here'));
};

const SAYS: { readonly [O in Exclude<Written['of'], 'exception'>]: Particulars['recipient'] } = {
  neighbour: { to: 'neighbour', who: 'Müller, 12' },
  'safe-place': { to: 'safe-place', where: 'garage' },
  part: { to: 'customer' },
  nobody: { to: 'neighbour', who: '' },
};

/** Something is begun at a door, and stands there, is left, or is said. */
export const writeAt = async (
  stage: Stage,
  { stop, of, is, dies }: DoorCommand & { do: 'write' },
): Promise<void> => {
  const { life, model } = stage;
  await life.goToRoute();
  const { stop: id } = await goTo(stage, stop, 'touch');
  if (id === null) return;
  stage.before = new Map(model.notes);
  const { said } = noteAt(model, id);
  const kept = of === 'part' ? (model.stops.get(id)?.parcels.slice(1) ?? []) : said.kept;
  const recipient = of === 'exception' ? said.recipient : SAYS[of];
  const says = { ...said, recipient, kept };
  const begun: Begun = {
    of: of === 'exception' ? 'exception' : 'hand-over',
    complete: of !== 'nobody' && of !== 'exception',
    shown: is !== 'left',
    says,
  };
  const isDone = is === 'done' && begun.complete;
  putNote(model, id, isDone ? { said: says, begun: null } : { begun });
  count(stage, isDone ? `said ${of}` : `began ${of}`);
  const write = (): void => {
    if (!isDone) must(life.draft(id, draftOf(begun)), 'what is written is not taken');
    else must(life.prepare(id, says), 'what is said is not taken');
  };
  await act(stage, dies, () => [], write);
};

/** A search of the route finds what has all of its words, in the order of the stops. */
export const lookFor = async (
  stage: Stage,
  { search, filter }: DoorCommand & { do: 'look' },
): Promise<void> => {
  const { life, model } = stage;
  await life.goToRoute();
  if (!life.look(search, filter)) return;
  const { screen } = life.view();
  if (screen.name !== 'route') return;
  const onList = [...model.stops]
    .filter(([id, { withdrawn }]) => !withdrawn || model.used.has(id))
    .sort(([, one], [, other]) => one.position - other.position);
  const isOver = (id: (typeof onList)[number][0]) => model.used.has(id) || model.exceptions.has(id);
  const words = search.toLowerCase().split(' ');
  const found = onList
    .filter(([, stop]) => words.every((word) => stop.words.includes(word)))
    .filter(([id]) => filter === 'all' || isOver(id) === (filter === 'done'))
    .map(([id]) => id);
  if (model.route !== null) {
    same(
      screen.stops.map(({ delivery }) => delivery),
      found,
      'what is found',
    );
    same(screen.matching, found.length, 'how many are found');
    const next = onList.find(([id]) => !isOver(id))?.[0] ?? null;
    same(screen.next?.delivery ?? null, next, 'the next stop');
  }
  count(stage, found.length > 0 ? 'search with results' : 'search without any');
  life.look('', 'all');
};
