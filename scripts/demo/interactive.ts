import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPlanned, planRoute, seedDepot } from '../../e2e/story/seed.ts';
import { type RunningCentral, startCentral } from '../../e2e/support/central.ts';
import { type OwnedProcess, startOwned } from '../../e2e/support/owned-process.ts';
import { startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { openPtyPair } from '../../e2e/support/pty.ts';
import { electronCommand } from '../electron-command.ts';
import { type Guide, startGuide } from './guide.ts';
import { openOffice } from './office.ts';
import { lookAtApp } from './watch-app.ts';

/** How long the last stop's code is good: long enough to see it both ways. */
const EXPIRES_IN_MS = 10 * 60_000;
const LOOK_EVERY_MS = 250;
/** How long the demo waits, when it ends, for what it is starting. */
const PATIENCE_MS = 10_000;

type Ending = () => Promise<void> | void;

type Endings = {
  /**
   * Has something ended, after all that was started later. Once the demo ends, it ends at once.
   *
   * @throws if the demo ends: what starts it goes no further
   */
  readonly push: (ending: Ending) => Promise<void>;
};

/** The address at which Chromium says that its window can be looked at. */
const debuggerOf = (app: OwnedProcess): Promise<string> =>
  new Promise((resolve) => {
    let said = '';
    app.child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
  });

/** Starts both, and has each ended as soon as it runs: a signal may come between the two. */
const startWindows = async (
  folder: string,
  env: Record<string, string>,
  url: string,
  endings: Endings,
) => {
  const [command, args] = electronCommand();
  const flags = args.slice(0, -1);
  const [appFolder = ''] = args.slice(-1);
  const app = await startOwned(command, [...flags, '--remote-debugging-port=0', appFolder], {
    env: { ...process.env, ...env, KERBSIDE_PROFILE: path.join(folder, 'terminal') },
  });
  await endings.push(() => app.stop());
  const guide = await startOwned(
    command,
    [...flags, path.join(import.meta.dirname, 'guide-window.mjs'), path.join(folder, 'guide')],
    // Others on this machine see the arguments of a process, and this address lets whoever has it in.
    { env: { ...process.env, ...env }, input: url },
  );
  await endings.push(() => guide.stop());
  return { app, guide };
};

/** Looks again and again at the app and at central, gives the terminal the guide's route, tells the guide. */
const keepLooking = async (
  guide: Guide,
  { staff }: RunningCentral,
  address: string,
  depot: string,
  driver: string,
  planned: ReturnType<typeof planRoute>['route'],
  hasEnded: () => boolean,
): Promise<void> => {
  let assigned = false;
  while (!hasEnded()) {
    const seen = await lookAtApp(address);
    const { terminals } = await staff.terminals();
    const { handOvers } = await staff.handOvers();
    const route = findPlanned((await staff.routesOf(depot)).routes, planned);
    const [terminal] = terminals;
    if (terminal !== undefined && route !== undefined && !assigned) {
      assigned = true;
      await staff.assignRoute(route.id, terminal.id, driver);
    }
    const proved = handOvers.filter((one) => one.proved).length;
    guide.follow(seen, { enrolled: terminals.length, imported: route !== undefined, proved });
    await wait(LOOK_EVERY_MS);
  }
};

const run = async (
  folder: string,
  say: (text: string) => void,
  endings: Endings,
): Promise<void> => {
  say('Starting central, with PostgreSQL …');
  const central = await startCentral(path.join(folder, 'central'));
  await endings.push(central.stop);
  const { depot, driver } = await seedDepot(central.staff);
  const { stops, file, route } = planRoute(EXPIRES_IN_MS);
  say('Starting the virtual scanner …');
  const line = await openPtyPair(path.join(folder, 'line'));
  await endings.push(line.stop);
  const person = await openOffice(central, 'Nadia Brandt');
  const office = { ...person, console: `${central.url}/depot` };
  const guide = await startGuide({ line, staff: central.staff, depot, stops, file, office });
  await endings.push(guide.stop);
  // A keychain of its own: the demo leaves nothing in yours.
  const keyring = await startPrivateKeyring();
  await endings.push(keyring.stop);
  say('Opening the app, the console and the guide …');
  const env = { ...keyring.env, KERBSIDE_SCANNER: line.terminalEnd };
  const windows = await startWindows(folder, env, guide.url, endings);
  let hasEnded = false;
  await endings.push(() => {
    hasEnded = true;
  });
  say(`The guide is in its own window, and at ${guide.url}`);
  say('Open that in a browser of your own only if nobody else uses this machine.');
  say('Close the app or the guide, or press Ctrl+C, to end the demo.');
  const looking = debuggerOf(windows.app).then((address) =>
    keepLooking(guide, central, address, depot, driver, route, () => hasEnded),
  );
  await Promise.race([windows.app.ended, windows.guide.ended, looking]);
};

/** Ends what was started, the last first; and what is started while it does so. */
const makeEndings = (): Endings & { readonly end: () => Promise<void> } => {
  const endings: Ending[] = [];
  let ends = false;
  return {
    push: async (ending) => {
      if (!ends) {
        endings.push(ending);
        return;
      }
      await ending();
      throw new Error('the demo ends');
    },
    end: async () => {
      ends = true;
      for (let end = endings.pop(); end !== undefined; end = endings.pop()) {
        try {
          await end();
        } catch {
          // What comes after it ends all the same.
        }
      }
    },
  };
};

/**
 * Starts everything that a person needs to try Kerbside: central with a depot and its console
 * open, the app, and a guide that plays its scanner. Ends when a window is closed or a signal comes,
 * and then everything that it started. Gives the exit code.
 */
export const runInteractiveDemo = async (say: (text: string) => void): Promise<number> => {
  const signalled = new Promise<number>((resolve) => {
    const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
    for (const [signal, code] of Object.entries(signals)) {
      // Once more while it ends changes nothing: what ends must be let end.
      process.on(signal, () => resolve(code));
    }
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-demo-'));
  const endings = makeEndings();
  const ran = run(folder, say, endings).then(() => 0);
  try {
    return await Promise.race([ran, signalled]);
  } finally {
    await endings.end();
    // Whatever is being started just now ends as soon as it runs; what never does, with this process.
    const started = ran.catch(() => undefined);
    await Promise.race([started, wait(PATIENCE_MS)]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
