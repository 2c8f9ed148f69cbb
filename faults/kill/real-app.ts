import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { STEPS } from '../../e2e/story/steps.ts';
import type { Story } from '../../e2e/story/story.ts';
import type { World } from '../../e2e/story/world.ts';
import { scannerIsOpen, startApp } from '../../e2e/support/app.ts';
import { startCentral } from '../../e2e/support/central.ts';
import { startDisplay } from '../../e2e/support/display.ts';
import { openPtyPair } from '../../e2e/support/pty.ts';
import type { DeliveryId } from '../../shared/protocol/ids.ts';
import { makeRandom } from '../campaign.ts';
import type { Found } from './inspect-store.ts';
import { type Fault, makeInvariantsChecker } from './invariants.ts';
import type { Aim, Said } from './said.ts';

export interface RealAppOptions {
  readonly runs: number;
  readonly seed: number;
  readonly folder: string;
  /** The private keychain's. */
  readonly env: Readonly<Record<string, string>>;
  readonly inspect: (folder: string, scratch: string) => Promise<Found | string | null>;
  readonly lived: (faults: readonly Fault[], where: string, said: readonly Said[]) => void;
}

/** A day has a dozen stops, of which the last soon expires. */
const LIVES_A_DAY = 12;
const USABLE_STOPS = 11;

/** The whole app in its window, a real scanner's line, the real central; enrolled and docked. */
const startDay = async (folder: string, env: RealAppOptions['env']) => {
  mkdirSync(folder, { recursive: true });
  const endings: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (const ending of endings.splice(0).reverse()) await ending().catch(() => undefined);
  };
  try {
    const display = await startDisplay({ width: 1400, height: 1000 });
    endings.push(() => display.stop());
    const line = await openPtyPair(path.join(folder, 'line'));
    endings.push(() => line.stop());
    const startAgain = (port = 0) => startCentral(path.join(folder, 'central'), port);
    const central = await startAgain();
    endings.push(() => central.stop());
    const profile = path.join(folder, 'terminal');
    const start = async () => {
      const app = await startApp({
        profile,
        scanner: line.terminalEnd,
        env: { ...env, ...display.env },
      });
      await scannerIsOpen(app);
      return app;
    };
    const world: World = {
      folder,
      profile,
      line,
      display: display.env,
      keychain: env,
      gateway: null,
      central,
      startCentral: startAgain,
      app: await start(),
      logs: [],
      restartApp: async () => {
        world.app = await start();
      },
      onEnd: (ending) => void endings.push(ending),
      end,
    };
    endings.push(() => world.app.close());
    const story: Story = {
      world,
      depot: '',
      driver: '',
      route: '',
      stops: [],
      codes: new Map(),
    };
    for (const id of ['enrol', 'dock-pull', 'sms-sent']) {
      await STEPS.find((step) => step.id === id)?.play(story);
    }
    return story;
  } catch (error) {
    await end();
    throw error;
  }
};

type Scan = { readonly aim: Aim; readonly delivery: DeliveryId | null; readonly text: string };

const planScan = (
  story: Story,
  deliveryOf: Map<string, DeliveryId>,
  random: () => number,
): Scan => {
  const position = 1 + Math.floor(random() * USABLE_STOPS);
  const qr = story.codes.get(position)?.qr ?? '';
  const other = story.codes.get((position % USABLE_STOPS) + 1)?.bare ?? '';
  const [, shortId = '', code = ''] = qr.split('/');
  const delivery = deliveryOf.get(shortId) ?? null;
  const die = random();
  if (die < 0.45) return { aim: 'right', delivery, text: qr };
  if (die < 0.8) {
    return { aim: 'wrong', delivery, text: `KS1/${shortId}/${other.replace('-', '')}` };
  }
  const mistyped = `${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;
  return { aim: 'mistyped', delivery: null, text: `KS1/${shortId}/${mistyped}` };
};

/** Scans and looks until the app is dead. */
const workUntilDeath = async (
  story: Story,
  scans: readonly Scan[],
  dock: boolean,
  killAfterMs: number,
): Promise<Said[]> => {
  const { app, line } = story.world;
  const said: Said[] = [];
  const work = async (): Promise<void> => {
    await app.page.locator('main.route').waitFor();
    if (dock) await app.page.locator('main.route .route-dock').click();
    for (const [i, { aim, delivery, text }] of scans.entries()) {
      said.push({ said: 'begin', aim, delivery });
      if (i === scans.length - 1) setTimeout(() => void app.kill(), killAfterMs);
      await line.write(`]Q1${text}\r`);
      const verdict = app.page.locator('main.verdict');
      await verdict.waitFor();
      const tone = await verdict.getAttribute('data-tone');
      said.push({
        said: 'shown',
        delivery: null,
        verdict:
          tone === 'accepted'
            ? { result: tone, by: 'hand-over' }
            : { result: 'refused', refusal: null },
      });
      await verdict.locator('.big-button').click();
      await verdict.waitFor({ state: 'detached' });
      const back = app.page.locator('main.door .door-back');
      if ((await back.count()) > 0) await back.click();
    }
  };
  // What cannot be done any more when the app is dead is no fault.
  await Promise.race([work().catch(() => undefined), wait(20_000)]);
  await wait(killAfterMs);
  await app.kill();
  return said;
};

/** Everything is handed in, and central counts and proves every hand-over that the log has. */
const compareWithCentral = async (story: Story, found: Found): Promise<Fault[]> => {
  const { staff } = story.world.central;
  const faults: Fault[] = [];
  const own = found.entries.filter(({ entry }) => entry.content.kind === 'hand-over').length;
  const { handOvers } = await staff.handOvers();
  const good = handOvers.filter(({ proved, counted }) => proved && counted).length;
  if (good !== own || handOvers.length !== own) {
    const what = `${own} hand-overs in the log, ${handOvers.length} at central, ${good} proved`;
    faults.push({ kind: good < own ? 'lost' : 'duplicated', what });
  }
  const { findings } = await staff.findings();
  for (const { code } of findings) faults.push({ kind: 'undetected', what: `central: ${code}` });
  const [terminal] = (await staff.terminals()).terminals;
  if (terminal?.acknowledged !== found.entries.length) {
    faults.push({ kind: 'lost', what: 'not everything was handed in at the end' });
  }
  return faults;
};

const startsAgain = (story: Story): Promise<boolean> =>
  story.world.app.page
    .locator('main.route')
    .waitFor({ timeout: 20_000 })
    .then(
      () => true,
      () => false,
    );

const dockForTheLastTime = async (story: Story): Promise<void> => {
  const { page } = story.world.app;
  await page.locator('main.route .route-dock').click();
  await page.locator('main.dock').getByText('Ready').first().waitFor({ timeout: 60_000 });
};

/**
 * The same with the whole app: Electron, its window, the serial line, the real central. It is
 * killed while it judges, shows, starts or docks, and started again on the same profile.
 */
export const killTheRealApp = async (options: RealAppOptions): Promise<void> => {
  const random = makeRandom(options.seed);
  for (let left = options.runs, day = 0; left > 0; day++) {
    const story = await startDay(path.join(options.folder, `day-${day}`), options.env);
    const scratch = path.join(options.folder, `day-${day}-copy`);
    const inspect = () => options.inspect(story.world.profile, scratch);
    const where = (life: number | 'after') => `whole app, day ${day + 1}, life ${life}`;
    const checker = makeInvariantsChecker();
    try {
      let found = await inspect();
      const stops = found !== null && typeof found === 'object' ? found.stops : [];
      const deliveryOf = new Map(stops.map(({ shortId, delivery }) => [shortId, delivery]));
      const before = checker.check([], found);
      if (before.length > 0) options.lived(before, where(0), []);
      const lives = Math.min(left, LIVES_A_DAY);
      left -= lives;
      for (let life = 1; life <= lives; life++) {
        const scans = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
          planScan(story, deliveryOf, random),
        );
        const said = await workUntilDeath(story, scans, random() < 0.3, random() * 400);
        found = await inspect();
        const faults = checker.check(withDeliveries(said), found);
        await story.world.restartApp();
        if (!(await startsAgain(story))) {
          faults.push({ kind: 'crashes', what: 'it does not start again' });
        }
        options.lived(faults, where(life), said);
        if (faults.length > 0) return;
      }
      await dockForTheLastTime(story);
      await story.world.app.close();
      found = await inspect();
      const last = checker.check([], found);
      if (found !== null && typeof found === 'object') {
        last.push(...(await compareWithCentral(story, found)));
      }
      if (last.length > 0) options.lived(last, where('after'), []);
    } finally {
      await story.world.end();
    }
  }
};

/** A verdict stands for the stop that was scanned; what has no stop is told by the scan as well. */
const withDeliveries = (said: readonly Said[]): Said[] => {
  let target: DeliveryId | null = null;
  return said.map((one) => {
    if (one.said === 'begin') target = one.delivery;
    return one.said === 'shown' ? { ...one, delivery: target } : one;
  });
};
