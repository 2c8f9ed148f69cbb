import {
  cpSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeRandom } from '../campaign.ts';
import { inspectStore } from '../kill/inspect-store.ts';
import type { Fault } from '../kill/invariants.ts';
import { type Said, said as saidSchema } from '../kill/said.ts';
import { readRecording } from './bases.ts';
import { openDiskControl } from './disk-control.ts';
import { type DiskEvent, encodeNote, readDiskRecord } from './disk-record.ts';
import { noteKeychain, setKeychainItems } from './modelled-keychain.ts';
import { allHarm, type Harm, pickHarm } from './plan-faults.ts';
import { type Files, filesAfter, type Loss } from './power-loss.ts';
import { standStill } from './still-clock.ts';
import {
  autopsy,
  type Base,
  catchTheUnexpected,
  filesOf,
  layOut,
  longRun,
  readBases,
  runTrial,
  type Scenario,
  scenariosOf,
  writeFiles,
} from './trial.ts';

// A process that is one terminal after another, on a disk that fails. Loaded with disk-faults.so.
// It says on file descriptor 3, a line each, what it did and what was wrong.
const options = z
  .strictObject({
    folder: z.string(),
    /** Where the terminals are that trials begin with. */
    bases: z.string(),
    seed: z.int(),
    faults: z.int(),
    losses: z.int(),
    lane: z.int(),
    lanes: z.int(),
    /** Dies by a real SIGKILL at a call of a scenario that chance picks. */
    dies: z.boolean(),
    /** Folders of workers that died, to be looked at. */
    dead: z.array(z.string()),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const random = makeRandom(options.seed);
const below = (n: number): number => Math.floor(random() * n);
const tell = (line: object): void => void writeSync(3, `${JSON.stringify(line)}\n`);
const told = (kind: 'fault' | 'loss' | 'late', where: string, faults: readonly Fault[]): void =>
  tell({ kind, where, faults });

const disk = openDiskControl(path.join(options.folder, 'control'));
const recordPath = path.join(options.folder, 'record');
const recordFile = openSync(recordPath, 'r+');
const appended = openSync(recordPath, 'a');
const note = (thing: object): void => void writeSync(appended, encodeNote(JSON.stringify(thing)));
const say = (said: Said): void => note({ said });
const clearRecord = (): void => ftruncateSync(recordFile, 0);
noteKeychain((what, account, secret) => note({ keychain: what, account, secret }));
catchTheUnexpected();

const recording = readRecording(options.bases);
standStill(recording.at);
const live = path.join(options.folder, 'live');
const left = path.join(options.folder, 'left');

const noteSchema = z.union([
  z.strictObject({ said: saidSchema }),
  z.strictObject({ keychain: z.enum(['asked', 'kept']), account: z.string(), secret: z.string() }),
]);
type Notes = {
  readonly said: Said[];
  readonly kept: [string, string][];
  asked: [string, string] | null;
};
/** What had been said and kept behind the first `cut` events. */
const notesUntil = (events: readonly DiskEvent[], cut: number): Notes => {
  const notes: Notes = { said: [], kept: [], asked: null };
  for (const event of events.slice(0, cut)) {
    if (event.what !== 'note') continue;
    const one = noteSchema.parse(JSON.parse(event.text));
    if ('said' in one) {
      notes.said.push(one.said);
    } else if (one.keychain === 'asked') {
      notes.asked = [one.account, one.secret];
    } else {
      notes.kept.push([one.account, one.secret]);
      notes.asked = null;
    }
  }
  return notes;
};

interface Recorded {
  readonly base: Base;
  readonly before: Files;
  readonly events: readonly DiskEvent[];
}
const record = async ({
  name,
  base,
  act,
  docks,
}: Scenario): Promise<Recorded & { readonly calls: number }> => {
  layOut(base, live, recording);
  const before = base.folder === null ? new Map() : filesOf(live);
  clearRecord();
  const { calls, said } = await runTrial(live, act, say, { disk });
  if (docks && !said.some((one) => one.said === 'docked')) {
    throw new Error(`${name}: central was never asked for what this docking asks for`);
  }
  return { base, before, events: readDiskRecord(readFileSync(recordPath)), calls };
};

/** What is left of a recorded run that was cut, and what is wrong with it. */
const cutAt = async (
  { base, before, events }: Recorded,
  cut: number,
  loss: Loss,
  keychain: 'kept' | 'last-lost',
): Promise<Fault[]> => {
  const { said, kept, asked } = notesUntil(events, cut);
  const durable = keychain === 'last-lost' ? kept.slice(0, -1) : kept;
  // What was asked and not answered may have come to be.
  if (keychain === 'kept' && asked !== null && random() < 0.5) durable.push(asked);
  writeFiles(left, filesAfter(before, events, cut, loss, random));
  return autopsy(base, said, left, new Map([...base.keychain, ...durable]), recording);
};

/**
 * A call fails. Afterwards the terminal is ended properly, or what it left at some moment of the
 * run is what there is.
 */
const inject = async (
  { base, act }: Scenario,
  { fault, ends }: Harm & { what: 'fault' },
): Promise<Fault[]> => {
  layOut(base, live, recording);
  const before = base.folder === null ? new Map() : filesOf(live);
  clearRecord();
  const trial = await runTrial(live, act, say, { disk, fault });
  if (ends) {
    rmSync(left, { recursive: true, force: true });
    if (existsSync(live)) cpSync(live, left, { recursive: true });
    return autopsy(base, trial.said, left, trial.keychain, recording);
  }
  const events = readDiskRecord(readFileSync(recordPath));
  const cut = below(events.length + 1);
  const { said, kept } = notesUntil(events, cut);
  writeFiles(left, filesAfter(before, events, cut, 'keep', random));
  const faults = await autopsy(base, said, left, new Map([...base.keychain, ...kept]), recording);
  // What went wrong in the run behind that moment counts as well.
  const wrong = trial.said.filter(isWrong).map(asFault);
  return faults.length > 0 ? faults : wrong;
};
const isWrong = (one: Said): boolean =>
  one.said === 'exception' || (one.said === 'blocked' && one.problem === 'internal');
const asFault = (one: Said): Fault => ({ kind: 'crashes', what: JSON.stringify(one) });

const LOSSES: readonly Loss[] = ['drop', 'some', 'some', 'torn', 'torn'];
/** So many power losses are cut from one recorded run. */
const LOSSES_A_RUN = 25;

/** What a worker leaves beside its record, before it dies, for the one that looks at it. */
const DYING = 'dying.json';
interface Dying {
  readonly folder: string | null;
  readonly said: readonly Said[];
  readonly keychain: readonly (readonly [string, string])[];
}
const lookAtTheDead = async (folder: string): Promise<Fault[]> => {
  const dying = JSON.parse(readFileSync(path.join(folder, DYING), 'utf8')) as Dying;
  const keychain = new Map(dying.keychain);
  setKeychainItems(keychain);
  const look = path.join(options.folder, 'look');
  const found = dying.folder === null ? null : await inspectStore(dying.folder, look);
  if (typeof found === 'string') throw new Error(`the base of a dead worker: ${found}`);
  const base = { ...dying, keychain, nonce: null, found };
  const events = readDiskRecord(readFileSync(path.join(folder, 'record')));
  const { said, kept } = notesUntil(events, events.length);
  return autopsy(base, said, path.join(folder, 'live'), new Map([...keychain, ...kept]), recording);
};

const run = async (): Promise<void> => {
  for (const folder of options.dead) told('fault', 'a real death', await lookAtTheDead(folder));
  if (options.faults + options.losses === 0 && !options.dies) return;
  const bases = await readBases(options.bases, recording, path.join(options.folder, 'look'));
  const scenarios = scenariosOf(bases);
  if (options.dies) {
    const scenario = scenarios[below(scenarios.length)] as Scenario;
    const { calls } = await record(scenario);
    layOut(scenario.base, live, recording);
    clearRecord();
    const { folder, keychain, said } = scenario.base;
    const dying: Dying = { folder, said, keychain: [...keychain] };
    writeFileSync(path.join(options.folder, DYING), JSON.stringify(dying));
    await runTrial(live, scenario.act, say, { disk, dieAt: 1 + below(calls) });
    return;
  }
  const recorded: (Recorded & { readonly calls: number })[] = [];
  for (const scenario of scenarios) recorded.push(await record(scenario));
  const all = allHarm(recorded.map(({ calls, events }) => ({ calls, events: events.length })));
  const sizes = scenarios.map(({ name }, i) => `${name}: ${recorded[i]?.calls} calls`).join(', ');
  tell({ points: all.length, sizes });
  // Every lane picks the same, and takes its share of it.
  const picked = pickHarm(all, options.faults, makeRandom(options.seed - options.lane));
  for (const [i, harm] of picked.entries()) {
    if (i % options.lanes !== options.lane) continue;
    const scenario = scenarios[harm.scenario] as Scenario;
    const where = `${scenario.name}, ${JSON.stringify(harm)}`;
    const faults =
      harm.what === 'fault'
        ? await inject(scenario, harm)
        : await cutAt(recorded[harm.scenario] as Recorded, harm.at, 'keep', 'kept');
    told('fault', where, faults);
  }
  let long: Recorded | null = null;
  for (let i = 0; i < options.losses; i++) {
    if (i % LOSSES_A_RUN === 0) {
      const short = random() < 0.4 ? scenarios[below(scenarios.length)] : undefined;
      long = await record(short ?? longRun(bases));
    }
    const cut = below((long?.events.length ?? 0) + 1);
    const loss = LOSSES[below(LOSSES.length)] as Loss;
    const late = random() < 0.1;
    const faults = await cutAt(long as Recorded, cut, loss, late ? 'last-lost' : 'kept');
    told(
      late ? 'late' : 'loss',
      `power loss (${loss}) behind event ${cut} of seed ${options.seed}`,
      faults,
    );
  }
};

try {
  await run();
  tell({ finished: true });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
}
process.exit(0);
