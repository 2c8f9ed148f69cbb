import path from 'node:path';
import { playStory } from '../../e2e/story/play-story.ts';
import type { Control } from '../campaign.ts';
import { mayBe, type Place } from './may-be.ts';
import { type Canary, type Needle, needlesOf } from './needles.ts';
import { makePlanting, type Planting } from './plant.ts';
import { crash, environments, keychainEnv, partOfApp, partsOfApp } from './processes.ts';
import { type Hit, type Searched, sayHit, searchBytes, searchFolder } from './search.ts';
import { searchMemory } from './search-memory.ts';
import { type Stage, startStage } from './stage.ts';
import { knownCanaries, type Learnt, stepsOf } from './steps.ts';

export type Played = {
  /** Canaries that were where they must not be, in words. */
  readonly hits: readonly string[];
  /** What a person must know of what was looked at. */
  readonly notes: readonly string[];
  readonly crashes: readonly string[];
  readonly controls: readonly Control[];
};

/** Keeps what is found where it may not be, and how much was looked at. */
const makeFinds = () => {
  const hits: Hit[] = [];
  const notes: string[] = [];
  const kilobytes = (bytes: number): string => `${(bytes / 1e3).toFixed(0)} kB`;
  const needlesFor = (place: Place, canaries: readonly Canary[]): Needle[] =>
    canaries.flatMap(needlesOf).filter((needle) => !mayBe(place, needle));
  const take = (place: string, { bytes, hits: found }: Searched): void => {
    hits.push(...found);
    notes.push(`looked at ${kilobytes(bytes)}: ${place}`);
  };
  return {
    hits,
    notes,
    bytes: (place: Place, bytes: Buffer, canaries: readonly Canary[]): void =>
      take(place, searchBytes(place, bytes, needlesFor(place, canaries))),
    memory: (place: Place, pid: number, canaries: readonly Canary[]): void =>
      take(place, searchMemory(place, pid, needlesFor(place, canaries))),
    files: (folder: string, canaries: readonly Canary[]): void => {
      const needles = canaries.flatMap(needlesOf);
      const searched = searchFolder(folder, needles, (needle, file) =>
        mayBe('files', needle, file),
      );
      take(`${searched.files} files`, searched);
    },
  };
};
type Finds = ReturnType<typeof makeFinds>;

const MEMORY: Readonly<Record<string, Place>> = {
  renderer: 'memory of the window',
  main: 'memory of the main process',
};

/** Looks into every part of the app that runs, and at what it was started with. */
const lookIntoProcesses = (finds: Finds, canaries: readonly Canary[]): void => {
  for (const { type, pid } of partsOfApp()) {
    finds.memory(MEMORY[type] ?? 'memory of another part of the app', pid, canaries);
  }
  finds.bytes('environment', environments(), canaries);
};

/** While a code stands in the field it is in the window's memory: a search that works sees it. */
const findsWhileTyped = ({ mistyped }: Learnt): Control => {
  const canaries = knownCanaries({ mistyped, override: '', enrolmentToken: '', canaries: [] });
  const needles = canaries.filter(({ kind }) => kind === 'code').flatMap(needlesOf);
  const { hits } = searchMemory('the window', partOfApp('renderer').pid, needles);
  return { without: "leaving the door: a code in the window's field", found: hits.length > 0 };
};

/** The window and then the whole app come to a sudden end: nothing may be left in a dump. */
const crashTheApp = async (): Promise<void> => {
  const main = partOfApp('main');
  await crash(partOfApp('renderer'));
  await crash(main);
};

const lookAtTheRest = async (
  { folder, world, line, end }: Stage,
  finds: Finds,
  planting: Planting,
  canaries: readonly Canary[],
): Promise<void> => {
  const home = keychainEnv()['HOME'] ?? '';
  await planting.plantAtCentral(world, line.url);
  await planting.plant(folder, world, home);
  finds.bytes('environment', environments(), canaries);
  finds.bytes('line', line.recorded(), canaries);
  await crashTheApp();
  const said = [...world.logs, world.app.errors()].join('\n');
  finds.bytes('log of the terminal', Buffer.from(said), canaries);
  finds.bytes('log of central', Buffer.from(world.central.log()), canaries);
  // With the keychain's folder still there, and once more with central's database at rest.
  finds.files(home, canaries);
  await end();
  finds.files(folder, canaries);
};

/**
 * Plays a day in the real app with everything that it writes in one folder of its own, and looks
 * for its secrets in files, logs, environments, on the line, in what crashes leave, and in memory.
 *
 * @param whole the whole story, or the part of it that is enough
 */
export const playAndSearch = async (whole: boolean): Promise<Played> => {
  const finds = makeFinds();
  const planting = makePlanting();
  const controls: Control[] = [];
  const stage = await startStage();
  try {
    const learnt: Learnt = { enrolmentToken: '', override: '', mistyped: '', canaries: [] };
    const steps = stepsOf(whole, learnt, {
      whileTyped: async () => void controls.push(findsWhileTyped(learnt)),
      afterwards: async () => lookIntoProcesses(finds, knownCanaries(learnt)),
    });
    const pictures = path.join(stage.folder, 'pictures');
    const { results } = await playStory(stage.world, pictures, () => undefined, steps);
    const failed = results.filter(({ ok }) => !ok).map(({ id, detail }) => `${id}: ${detail}`);
    if (failed.length > 0) return { hits: [], notes: finds.notes, crashes: failed, controls };
    const canaries = [...knownCanaries(learnt), ...planting.canaries];
    await lookAtTheRest(stage, finds, planting, canaries);
    const own = new Set(planting.canaries);
    return {
      hits: finds.hits.filter(({ needle }) => !own.has(needle.canary)).map(sayHit),
      notes: finds.notes,
      crashes: [],
      controls: [...controls, ...planting.judge(finds.hits)],
    };
  } finally {
    await planting.end();
    await stage.remove();
  }
};
