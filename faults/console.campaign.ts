import { ADDRESSES } from '../central/src/console/console-routes.ts';
import { startOwnPostgres, type TestPostgres } from '../central/src/testing/test-central.ts';
import type { SwitchedOff } from './api/controls.ts';
import { makeWorld } from './api/depot-world.ts';
import type { Fault } from './api/judge.ts';
import { playApi } from './api/play-api.ts';
import { setStage } from './api/stage.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { askForCookies } from './console/ask-for-cookies.ts';
import { checkRoutes } from './console/check-routes.ts';
import { CONTROLS, PLAYED } from './console/controls.ts';
import { gatherPeople } from './console/people-who-ask.ts';
import { playSession, STORY_COUNT } from './console/sessions.ts';
import { type AttackedCentral, startAttackedCentral } from './support/attacked-central.ts';

/** As the proxy in front of central says that somebody came by https. */
const PROXIED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'central.example' };
/** One story of a session for so many requests. */
const REQUESTS_A_STORY = 40;
const CONTROL_RUNS = 120;

type Played = {
  readonly faults: readonly Fault[];
  readonly notes: readonly string[];
  readonly seen: string;
};

/** Sessions' stories, which move the clock of the whole central. */
const playStories = async (
  central: AttackedCentral,
  stories: number,
  random: () => number,
): Promise<Fault[]> => {
  const own = await makeWorld(central, 'Norden');
  const other = await makeWorld(central, 'Sueden');
  await own.refill();
  await other.refill();
  const faults: Fault[] = [];
  for (let n = 0; n < stories; n++) {
    faults.push(...(await playSession({ central, own, other }, n, random)));
  }
  return faults;
};

const playAll = async (
  postgres: TestPostgres,
  controls: readonly SwitchedOff[],
  runs: number,
  seed: number,
  say: (n: number) => void = () => undefined,
): Promise<Played> => {
  const edits = controls.flatMap((one) => one.edits);
  const isControl = edits.length > 0;
  const central = await startAttackedCentral(postgres, edits);
  try {
    const random = makeRandom(seed);
    const stage = await setStage(central, gatherPeople);
    const isPlayed = ({ id }: { readonly id: string }) => !isControl || PLAYED.has(id);
    const played = await playApi(stage, runs, random, isPlayed, say);
    const { faults: headers, answers, pages } = await checkRoutes(central.url, PROXIED, true);
    const cookies = await askForCookies(central);
    const stories = Math.max(STORY_COUNT, Math.floor(runs / REQUESTS_A_STORY));
    const sessions = await playStories(central, stories, random);
    const counted = Object.entries(played).flatMap(([kind, n]) =>
      typeof n === 'number' && kind !== 'asked' && kind !== 'replayed'
        ? Array.from({ length: n }, (): Fault => ({ kind: kind as Fault['kind'], what: '' }))
        : [],
    );
    // Each address of the console, asked by a reader and by two others.
    const unbuilt = pages < ADDRESSES.length ? ['the pages have not been built'] : [];
    const unsafe = [...headers, ...cookies, ...unbuilt].map(
      (what): Fault => ({ kind: 'undetected', what }),
    );
    const told = [...unsafe, ...sessions];
    return {
      faults: [...counted, ...told],
      notes: [...played.notes, ...told.map(({ what }) => what)],
      seen: `${stage.everybody.length} who ask, ${played.asked} requests with cookies; ${stories} stories of sessions; ${answers} answers whose headers were looked at, ${pages} of them pages`,
    };
  } finally {
    await central.stop();
  }
};

export const campaign: Campaign = {
  name: 'console',
  about:
    'what a browser can do: every operation by people of every role, by pages of other sites with an admin’s cookie; sessions stolen, replayed, ended, idle, and of two people in one browser; the headers of every answer',
  runs: { release: 4_000, ci: 400 },
  run: async ({ runs, seed, say, withControls }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const postgres = await startOwnPostgres();
    try {
      const tell = (n: number) => say(`console: ${n} of ${runs} requests`);
      const { faults, notes, seen } = await playAll(postgres, [], runs, seed, tell);
      for (const { kind } of faults) total[kind]++;
      const controls: Control[] = [];
      if (withControls) {
        const found = await playAll(postgres, CONTROLS, CONTROL_RUNS, seed);
        for (const { without, finds } of CONTROLS) {
          controls.push({ without, found: found.notes.some((one) => finds.test(one)) });
        }
      }
      return { runs, ...total, controls, notes: [seen, ...notes.slice(0, 200)] };
    } finally {
      await postgres.stop();
    }
  },
};
