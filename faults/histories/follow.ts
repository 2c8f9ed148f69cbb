import { isDeepStrictEqual } from 'node:util';
import type { DeliveryId } from '../../shared/protocol/ids.ts';
import type { SignedEntry, StoppedWhy } from '../../shared/protocol/log/entry.ts';
import { detailStates, detailsThat, readPlain } from '../../shared/protocol/log/read-details.ts';
import type { Draft } from '../../shared/terminal/door/draft-schema.ts';
import { isBegun, NO_EXCEPTION } from '../../shared/terminal/door/exception-draft.ts';
import type { ScreenView } from '../../shared/terminal/view/view.ts';
import { STOPS } from './commands/shown.ts';
import { endProcess, keyOf, type Model, triesOf } from './model.ts';
import { must, same, wrong } from './must.ts';
import { draftOf, NO_NOTE, type Note, noteAt } from './said.ts';
import { count, entriesAfter, hashesOf, idOf, type Stage, start } from './stage.ts';
import { type Answer, type Step, watch } from './steps.ts';
import { copyFiles } from './terminal-under-test.ts';

const OF_DOCKING: ReadonlySet<string> = new Set(['clock', 'pulled', 'stopped', 'signed-out']);

/** What the driver said, of an entry beside which it stands; central reads that from the first. */
const saidIn = (signed: SignedEntry): object => {
  const { content } = signed.entry;
  if (!('details' in content)) return {};
  const { place, note } = readPlain(signed);
  if (content.kind === 'exception') return { note };
  const { to } = content.recipient;
  const named = to === 'neighbour' ? { who: place } : to === 'safe-place' ? { where: place } : {};
  return { note, recipient: { to, ...named } };
};

/**
 * Holds what was made durable against the model's steps, and takes each that was done into the
 * model. Gives the steps that were not done. `docking`: the steps of a docking that goes on beside,
 * in whatever order the two mix; it hands in as often as it has to.
 */
export const follow = (
  stage: Stage,
  done: Step['what'][],
  steps: readonly Step[],
  docking: readonly Step[] | null = null,
): readonly Step[] => {
  const scanning = [...steps];
  const besides = docking?.filter(({ what }) => what !== 'receipt') ?? [];
  const written = [...entriesAfter(stage, stage.line.length)];
  while (done.length > 0 && scanning.length + besides.length > 0) {
    const what = done.shift();
    if (docking !== null && what === 'receipt') continue;
    const kind = what === 'entry' ? (written[0]?.entry.content.kind ?? '') : '';
    const isBeside = docking !== null && OF_DOCKING.has(kind);
    const left = isBeside ? besides : scanning;
    const at = left.findIndex((step) => step.what === what);
    const step = at < 0 ? undefined : left.splice(at, 1)[0];
    if (step === undefined) return wrong('duplicated', 'nobody asked for this', what);
    const says = step.run(stage.line.length + 1);
    if (says === null) continue;
    const signed = written.shift();
    if (signed === undefined) return wrong('lost', 'an entry is not in the log', says);
    const { content, time, driver } = signed.entry;
    const scheme = content.kind === 'hand-over' ? content.proof.scheme : null;
    const whole: Record<string, unknown> = { ...content, scheme, ...saidIn(signed) };
    same(detailsThat(detailStates(signed), 'altered'), [], 'what stands beside an entry');
    // What proves it is not the model's: the audit looks at that.
    const found = Object.fromEntries(Object.keys(says.content).map((name) => [name, whole[name]]));
    const isFalse = content.kind === 'hand-over' && 'refusal' in says.content;
    // What a docking pulls while a code is tried may be another issue of it.
    const isMixed = docking !== null && kind === 'attempt';
    const issue = isMixed ? { epoch: found['epoch'], counted: found['counted'] } : {};
    same(
      found,
      { ...says.content, ...issue },
      'what an entry says',
      isFalse ? 'false_accepts' : 'undetected',
    );
    same(time, says.time, 'the time of an entry');
    same(driver, says.driver, 'who drives, in an entry');
    stage.line.push(...hashesOf([signed]));
    count(stage, `entry ${content.kind}`);
    if (content.kind !== 'hand-over') continue;
    must(!stage.handedOver.has(content.delivery), 'it was handed over twice', 'duplicated');
    stage.handedOver.add(content.delivery);
  }
  return [...scanning, ...besides];
};

const lookAtStops = ({ life, model, derived }: Stage): void => {
  for (let n = 1; n <= STOPS; n++) {
    const id = idOf(n);
    const stop = life.store.stop(id);
    const known = model.stops.get(id);
    same(stop?.epoch, known?.epoch, 'the epoch');
    const left = life.store.erased(id);
    same(left?.epoch ?? null, model.erased.get(id) ?? null, 'the epoch of what is erased');
    if (left !== null) {
      const tried = triesOf(model, id, 'hand-over').count + triesOf(model, id, 'override').count;
      same(left.tries, tried, 'tries of what is erased');
      same(left.acceptance?.at, model.used.get(id)?.at, 'accepted at, and erased');
    }
    if (stop === null || known === undefined) continue;
    same(stop.withdrawn, known.withdrawn, 'withdrawn');
    same(stop.acceptance?.at, model.used.get(id)?.at, 'accepted at');
    same(stop.exception, model.exceptions.get(id) ?? null, 'how a stop ended');
    for (const purpose of ['hand-over', 'override'] as const) {
      const tries = model.tries.get(keyOf(id, stop.epoch, purpose));
      same(stop.tries[purpose], tries ?? { count: 0, lastAt: null }, 'tries');
      const verifier = purpose === 'override' ? stop.override : stop.verifier;
      const begun = verifier.scheme === 'sealed' ? (derived.get(verifier.salt) ?? 0) : 0;
      const givenBack = model.givenBack.get(keyOf(id, stop.epoch, purpose)) ?? 0;
      const counted = stop.tries[purpose].count + givenBack;
      must(counted >= begun, 'codes were tried and not counted', 'lost');
    }
  }
};

/** What the driver is shown of what was done and said at a door. */
const lookAtDoor = (model: Model, { stop, particulars }: ScreenView & { name: 'door' }): void => {
  if (model.used.has(stop.delivery)) return;
  const { ticked, said } = noteAt(model, stop.delivery);
  for (const { label, scanned, kept } of stop.parcels) {
    same(scanned, ticked.includes(label), 'a parcel that was scanned');
    same(kept, said.kept.includes(label), 'a parcel that is kept');
  }
  same(particulars, said, 'what the driver has said, on the screen');
};

/** What disk, screen and central have must be what the model has. */
const look = (stage: Stage): void => {
  const { life, line, depot, model } = stage;
  same(life.store.logPosition().sequence, line.length, 'the end of the log', 'lost');
  lookAtStops(stage);
  const drivers = life.store.routes().map(({ driver }) => driver.id);
  same(drivers, model.route === null ? [] : [model.route.driver], 'who drives the routes');
  const { screen, status } = life.view();
  if (screen.name === 'blocked') wrong('crashes', 'the terminal is blocked', screen);
  if (screen.name === 'route') {
    for (const { delivery, state } of screen.stops) {
      same(state === 'handed-over', model.used.has(delivery), 'handed over on the screen');
    }
  }
  if (screen.name === 'door') lookAtDoor(model, screen);
  const acknowledged = life.store.acknowledged();
  same(status.waiting.entries, line.length - acknowledged, 'entries that wait');
  must(acknowledged <= depot.longest(), 'more is acknowledged than central has', 'lost');
  if (stage.isForked) return;
  hashesOf(depot.stored).forEach((hash, i) => {
    same(hash, line[i], `entry ${i + 1} at central`, 'lost');
  });
  same(depot.refused.length, 0, 'entries that central refused', 'lost');
};

const withoutDrafts: Draft = { shown: null, exception: NO_EXCEPTION, handOver: null };
const isNoDraft = (draft: Draft | null): boolean =>
  draft === null || (draft.handOver === null && !isBegun(draft.exception));
/** Whoever asks for the dispatcher's code has the page of a draft put away before anything is said. */
const hidden = (draft: Draft): Draft => ({ ...draft, shown: null });
const plain = ({ ticked, said, begun }: Note) => ({
  ticked,
  said,
  draft: begun === null ? withoutDrafts : hidden(draftOf(begun)),
});

/**
 * What the driver did and said stands as it did before the action in which the terminal died, or as
 * after it. Of a stop that was once taken away nobody has to remember anything.
 */
export const lookAtNotes = ({ life, model, before, withdrawn }: Stage): void => {
  const kept = new Map(life.store.doorNotes.all().map((note) => [note.delivery, note]));
  for (let n = 1; n <= STOPS; n++) {
    const id = idOf(n);
    const stop = model.stops.get(id);
    if (stop === undefined || stop.withdrawn || model.used.has(id)) {
      model.notes.delete(id);
      continue;
    }
    const note = kept.get(id);
    const { ticked = [], said = null, draft = null } = note ?? {};
    const found = {
      ticked,
      said: said ?? NO_NOTE.said,
      draft: draft === null || isNoDraft(draft) ? withoutDrafts : hidden(draft),
    };
    const may = [noteAt(model, id), before.get(id) ?? NO_NOTE];
    if (withdrawn.has(id)) may.push(NO_NOTE);
    const stands = may.find((one) => isDeepStrictEqual(plain(one), found));
    if (stands === undefined) wrong('lost', 'what stands at a door', found, ...may.map(plain));
    else model.notes.set(id, stands);
  }
};

const doorOf = ({ life }: Stage): DeliveryId | null => {
  const { screen } = life.view();
  return screen.name === 'door' ? screen.stop.delivery : null;
};

/** The terminal is dead: what it left is what there is, and it starts again. */
const startAgain = async (stage: Stage): Promise<void> => {
  stage.life.end();
  stage.folder = stage.grave;
  await startAndFollow(stage);
  same(hashesOf(entriesAfter(stage, 0)), stage.line, 'the log after a death', 'lost');
};

/** After an action: all of it was done and shown, or the terminal is dead and starts again. */
export const afterwards = async (
  stage: Stage,
  left: readonly Step[],
  answers: readonly Answer[],
): Promise<void> => {
  const { life, derived } = stage;
  for (const salt of life.mortal.takeDerived()) derived.set(salt, (derived.get(salt) ?? 0) + 1);
  const shown = life.takeShown();
  const expected = answers.filter((answer) => answer !== null).slice(0, shown.length);
  const found = shown.map(({ answer }) => answer);
  same(found, expected, 'what was shown');
  // What was shown is in the log; the death may have come before the rest of it was.
  for (const { entries } of shown) stage.seen = Math.max(stage.seen, entries);
  must(stage.seen <= stage.line.length, 'what was shown is not in the log', 'lost');
  if (life.mortal.isDead()) {
    count(stage, 'death');
    return startAgain(stage);
  }
  same(left.length, 0, 'steps that were not done');
  same(shown.length, answers.filter((answer) => answer !== null).length, 'verdicts');
  stage.seen = stage.line.length;
  look(stage);
  stage.before = new Map(stage.model.notes);
};

/** Starts, and follows what the start writes. */
export const startAndFollow = async (stage: Stage, dies: number | null = null): Promise<void> => {
  endProcess(stage.model);
  await start(stage, dies);
  const { life, model, world } = stage;
  if (life.store.stopped() !== null) {
    stage.isBlocked = true;
    const why = life.store.stopped();
    same(life.view().screen, stoppedScreen(why), 'the screen of a terminal that was stopped');
    return;
  }
  if (!life.mortal.isDead()) {
    const { screen } = life.view();
    if (screen.name === 'blocked') wrong('crashes', 'an honest start is refused', screen);
    lookAtNotes(stage);
  }
  const left = follow(stage, life.mortal.takeDone(), watch(model, world.now));
  await afterwards(stage, left, []);
};

/** What a terminal shows that was stopped for good. */
export const stoppedScreen = (why: StoppedWhy | null) => ({
  name: 'blocked',
  problem: why?.reason === 'revoked' ? 'terminal-revoked' : 'log-refused',
});

/** A terminal that lived through the action that it was to die in dies when it has nothing to do. */
export const dieNow = async (stage: Stage, dies: number | null): Promise<void> => {
  if (dies === null) return;
  stage.life.mortal.dieAfter(null);
  stage.before = new Map(stage.model.notes);
  const door = doorOf(stage);
  copyFiles(stage.folder, stage.grave);
  count(stage, 'death when idle');
  await startAgain(stage);
  const isOver =
    door !== null &&
    (stage.withdrawn.has(door) || stage.model.used.has(door) || !stage.model.stops.has(door));
  if (!isOver && !stage.isBlocked) same(doorOf(stage), door, 'the door that is open after a death');
};
