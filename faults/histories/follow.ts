import { STOPS } from './commands.ts';
import { keyOf, triesOf } from './model.ts';
import { must, same, wrong } from './must.ts';
import { count, entriesAfter, hashesOf, idOf, type Stage, start } from './stage.ts';
import { type Answer, type Step, watch } from './steps.ts';
import { copyFiles } from './terminal-under-test.ts';

const OF_DOCKING: ReadonlySet<string> = new Set(['clock', 'pulled', 'stopped']);

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
    const says = step.run();
    if (says === null) continue;
    const signed = written.shift();
    if (signed === undefined) return wrong('lost', 'an entry is not in the log', says);
    const { content, time } = signed.entry;
    const whole = content as Record<string, unknown>;
    // What the driver said and what proves it are not the model's; the audit looks at the proof.
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

export const STOPPED = { name: 'blocked', problem: 'log-refused' } as const;

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
  const acknowledged = life.store.acknowledged();
  same(status.waiting.entries, line.length - acknowledged, 'entries that wait');
  must(acknowledged <= depot.stored.length, 'more is acknowledged than central has', 'lost');
  if (stage.isForked) return;
  hashesOf(depot.stored).forEach((hash, i) => {
    same(hash, line[i], `entry ${i + 1} at central`, 'lost');
  });
  same(depot.refused.length, 0, 'entries that central refused', 'lost');
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
};

/** Starts, and follows what the start writes. */
export const startAndFollow = async (stage: Stage, dies: number | null = null): Promise<void> => {
  stage.model.noted = false;
  stage.model.events.clear();
  await start(stage, dies);
  const { life, model, world } = stage;
  if (life.store.stopped() !== null) {
    same(life.view().screen, STOPPED, 'the screen of a terminal that was stopped');
    stage.isBlocked = true;
    return;
  }
  if (!life.mortal.isDead()) {
    const { screen } = life.view();
    if (screen.name === 'blocked') wrong('crashes', 'an honest start is refused', screen);
  }
  const left = follow(stage, life.mortal.takeDone(), watch(model, world.now));
  await afterwards(stage, left, []);
};

/** A terminal that lived through the action that it was to die in dies when it has nothing to do. */
export const dieNow = async (stage: Stage, dies: number | null): Promise<void> => {
  if (dies === null) return;
  stage.life.mortal.dieAfter(null);
  copyFiles(stage.folder, stage.grave);
  count(stage, 'death when idle');
  await startAgain(stage);
};
