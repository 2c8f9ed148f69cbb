import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { en } from '../../renderer/i18n/en.ts';
import { startCentral } from '../support/central.ts';
import { waitUntil } from '../support/wait-until.ts';
import { customersCode, EXPIRING, type SeededStop, seedDepot, seedRoute } from './seed.ts';
import type { World } from './world.ts';

/** What the steps hand on to each other. */
export interface Story {
  readonly world: World;
  depot: string;
  driver: string;
  route: string;
  stops: readonly SeededStop[];
  codes: Map<number, { readonly bare: string; readonly qr: string }>;
}

/** One step: plays, checks, and says in a sentence what was seen. Throws if it did not hold. */
export interface Step {
  readonly id: string;
  readonly play: (story: Story) => Promise<string>;
}

/** How long the expiring stop's code is good: enough for the steps that come before. */
const EXPIRES_IN_MS = 45_000;

const page = ({ world }: Story): Page => world.app.page;

const sees = async (story: Story, text: string | RegExp, timeout = 15_000): Promise<void> => {
  await page(story).getByText(text).first().waitFor({ timeout });
};
/** As a scanner does, with the symbol's identifier: without one, a code in one burst with what came before is no scan. */
const scan = (story: Story, text: string): void =>
  void story.world.line.write(`${text.startsWith(']') ? '' : ']Q1'}${text}\r`);

const verdict = async (story: Story, title: string, tone: string): Promise<string> => {
  const shown = page(story).locator('main.verdict');
  await shown.getByRole('heading', { name: title, exact: true }).waitFor({ timeout: 15_000 });
  const found = await shown.getAttribute('data-tone');
  if (found !== tone) throw new Error(`'${title}' is shown as ${found}, not as ${tone}`);
  const words = await shown.getByRole('alert').locator('h1, p').allTextContents();
  return words.join(' ');
};
const acknowledge = async (story: Story): Promise<void> => {
  const shown = page(story).locator('main.verdict');
  // What is not red goes by itself, and may be gone by now.
  await shown
    .locator('.big-button')
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await shown.waitFor({ state: 'detached' });
};

const stopAt = (story: Story, position: number): SeededStop => {
  const stop = story.stops.find((candidate) => candidate.position === position);
  if (stop === undefined) throw new Error(`there is no stop ${position}`);
  return stop;
};
const codeAt = (story: Story, position: number) => {
  const code = story.codes.get(position);
  if (code === undefined) throw new Error(`the customer of stop ${position} has no code`);
  return code;
};
const openByParcel = async (story: Story, position: number): Promise<void> => {
  const { labels, street } = stopAt(story, position);
  // An SSCC and a gross weight: what the scanner says of the symbol tells where the one ends.
  scan(story, `]C100${labels[0]}3302000195`);
  await page(story).locator('main.door').getByRole('heading', { name: street }).waitFor();
};
const closeDoor = async (story: Story): Promise<void> => {
  await page(story).locator('main.door .door-back').click();
  await page(story).locator('main.route').waitFor();
};
/** Takes the store's files, and only these, from one folder to another. */
export const copyStore = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const old of globSync('store.db*', { cwd: to })) rmSync(path.join(to, old));
  for (const file of globSync('store.db*', { cwd: from })) {
    cpSync(path.join(from, file), path.join(to, file));
  }
};

const withWrongCharacter = (code: string, place = 0): string =>
  `${code.slice(0, place)}${code[place] === '7' ? '8' : '7'}${code.slice(place + 1)}`;

/** For so long after its verdict a code that is read again is the same event. */
const SAME_EVENT_MS = 10_000;

const enrol: Step = {
  id: 'enrol',
  play: async (story) => {
    const { staff } = story.world.central;
    Object.assign(story, await seedDepot(staff));
    await sees(story, en.setup.now.enrolment);
    await page(story).locator('[data-scanner="connected"]').first().waitFor();
    const { code } = await staff.enrolmentCode(story.depot, 'Handheld 1');
    scan(story, `]Q1${code}`);
    await waitUntil(
      'central has the terminal',
      async () => (await staff.terminals()).terminals.length === 1,
    );
    return 'the terminal enrolled itself by a scanned code';
  },
};

const dockPull: Step = {
  id: 'dock-pull',
  play: async (story) => {
    const { staff } = story.world.central;
    await sees(story, en.dock.stops_zero, 30_000);
    const [terminal] = (await staff.terminals()).terminals;
    if (terminal === undefined) throw new Error('no terminal is enrolled');
    Object.assign(story, await seedRoute(staff, story.depot, EXPIRES_IN_MS));
    await staff.assignRoute(story.route, terminal.id, story.driver);
    await page(story).locator('main.dock .big-button').click();
    await page(story).locator('main.route .route-dock').click();
    await sees(story, 'Ready', 60_000);
    await page(story).locator('main.dock .big-button').click();
    await sees(story, stopAt(story, 1).street);
    // The first are drawn first; the rest comes behind them.
    await waitUntil(
      `the route has ${story.stops.length} stops`,
      async () =>
        (await page(story).locator('main.route .stop-row').count()) === story.stops.length,
    );
    return `${story.stops.length} stops came as verifiers`;
  },
};

const smsSent: Step = {
  id: 'sms-sent',
  play: async (story) => {
    const { staff } = story.world.central;
    const sent = async () =>
      (await staff.deliveries(story.route)).deliveries.filter(({ issue }) => issue?.sms === 'sent')
        .length;
    await waitUntil('every SMS is sent', async () => (await sent()) === story.stops.length, 60_000);
    for (const stop of story.stops) {
      story.codes.set(stop.position, await customersCode(staff, stop));
    }
    return `${story.codes.size} customers got their code, and central forgot it`;
  },
};

const offline: Step = {
  id: 'offline',
  play: async (story) => {
    const { central } = story.world;
    await central.stop();
    const gone = await fetch(`${central.url}/healthz`).then(
      () => false,
      () => true,
    );
    if (!gone) throw new Error('central still answers');
    await page(story).locator('main.route .route-dock').click();
    await page(story).locator('main.dock[data-problem="true"]').waitFor();
    await page(story).locator('main.dock .big-button').click();
    await page(story).locator('main.route').waitFor();
    await sees(story, 'Offline');
    return 'central is stopped; the terminal says so calmly';
  },
};

const parcelScan: Step = {
  id: 'parcel-scan',
  play: async (story) => {
    await openByParcel(story, 1);
    return `the label opened ${stopAt(story, 1).street}`;
  },
};

const accept: Step = {
  id: 'accept',
  play: async (story) => {
    scan(story, `]Q1${codeAt(story, 1).qr}`);
    return verdict(story, en.verdict.accepted.title, 'accepted');
  },
};

const replayRefused: Step = {
  id: 'replay-refused',
  play: async (story) => {
    await acknowledge(story);
    // At once it is the same act of showing it, and nothing new on the screen.
    scan(story, `]Q1${codeAt(story, 1).qr}`);
    await wait(SAME_EVENT_MS + 500);
    if ((await page(story).locator('main.verdict').count()) > 0) throw new Error('it was judged');
    scan(story, `]Q1${codeAt(story, 1).qr}`);
    return verdict(story, en.verdict.acceptedBefore.title, 'uncertain');
  },
};

const wrongCustomerRefused: Step = {
  id: 'wrong-customer-refused',
  play: async (story) => {
    await acknowledge(story);
    await openByParcel(story, 2);
    scan(story, `]Q1${codeAt(story, 3).qr}`);
    return verdict(story, en.verdict.refused['wrong-customer'].title, 'refused');
  },
};

const typoNotCounted: Step = {
  id: 'typo-not-counted',
  play: async (story) => {
    await acknowledge(story);
    const code = codeAt(story, 2).bare.replace('-', '');
    const mistyped = withWrongCharacter(code);
    for (let tries = 0; tries < 3; tries++) {
      scan(story, withWrongCharacter(code, tries));
      await verdict(story, en.verdict.refused.mistyped.title, 'uncertain');
      await acknowledge(story);
    }
    // By hand it is said where the code stands.
    for (const character of mistyped) {
      await page(story)
        .locator('.keypad')
        .getByRole('button', { name: character, exact: true })
        .click();
    }
    await page(story).locator('.code-field[data-mood="mistyped"]').waitFor();
    // Another customer's code is well-formed: this one does count, and it is the first that does.
    scan(story, codeAt(story, 9).bare);
    const said = await verdict(story, en.verdict.refused['wrong-code'].title, 'refused');
    if (!/\b4\b/.test(said)) throw new Error(`the typos were counted: ${said}`);
    return `four typos cost nothing: ${said}`;
  },
};

const expiredRefused: Step = {
  id: 'expired-refused',
  play: async (story) => {
    await acknowledge(story);
    await closeDoor(story);
    const { notAfter } = stopAt(story, EXPIRING);
    await wait(Math.max(0, notAfter - Date.now() + 1_500));
    scan(story, `]Q1${codeAt(story, EXPIRING).qr}`);
    return verdict(story, en.verdict.refused.expired.title, 'refused');
  },
};

const powerLoss: Step = {
  id: 'power-loss',
  play: async (story) => {
    await openByParcel(story, 4);
    const judging = page(story).locator('.code-field[data-mood="verifying"]').waitFor();
    scan(story, codeAt(story, 4).bare);
    await judging.catch(() => undefined);
    await story.world.app.kill();
    await story.world.restartApp();
    // At the stop that was open, or at the route where it is over.
    await page(story).locator('main.door, main.route').waitFor({ timeout: 30_000 });
    scan(story, `]Q1${codeAt(story, 4).qr}`);
    await page(story).locator('main.verdict').waitFor();
    const after = await page(story).locator('main.verdict').getAttribute('data-tone');
    if (after !== 'accepted') {
      await verdict(story, en.verdict.acceptedBefore.title, 'uncertain');
    }
    await acknowledge(story);
    await sees(story, stopAt(story, 1).street);
    return after === 'accepted'
      ? 'the acceptance had not come to be; it was made once, after the restart'
      : 'the acceptance was there after the restart, once';
  },
};

/** The stop whose customer reads the wrong SMS again and again. */
const LOCKED = 5;
/** Whose SMS they are. */
const OTHERS = [2, 3, 6, 7, 8];

const locked: Step = {
  id: 'locked',
  play: async (story) => {
    await acknowledge(story);
    if ((await page(story).locator('main.door').count()) > 0) await closeDoor(story);
    await openByParcel(story, LOCKED);
    let said = '';
    for (const other of OTHERS) {
      scan(story, codeAt(story, other).bare);
      said = await verdict(story, en.verdict.refused['wrong-code'].title, 'refused');
      await acknowledge(story);
    }
    if (!/No attempts left/.test(said)) throw new Error(`not locked: ${said}`);
    scan(story, codeAt(story, LOCKED).bare);
    return verdict(story, en.verdict.refused.locked.title, 'refused');
  },
};

const override: Step = {
  id: 'override',
  play: async (story) => {
    await page(story).locator('main.verdict .verdict-override').click();
    await page(story).locator('main.door[data-asks="override"]').waitFor();
    // The dispatcher sits where there is a network; the terminal, at the door, has none.
    const elsewhere = await startCentral(`${story.world.folder}/central`);
    const [, reference = ''] = codeAt(story, LOCKED).qr.split('/');
    const asked = { reference, reason: 'Customer has no telephone', person: 'Alex Meyer' };
    const { code } = await elsewhere.staff.override(asked);
    const again = await elsewhere.staff.override(asked).then(
      () => true,
      () => false,
    );
    await elsewhere.stop();
    if (again) throw new Error('central showed the code a second time');
    for (const character of code.replace('-', '')) {
      await page(story)
        .locator('.keypad')
        .getByRole('button', { name: character, exact: true })
        .click();
    }
    const shown = page(story).locator('main.verdict[data-tone="accepted"]');
    await shown.waitFor({ timeout: 15_000 });
    const said = (await shown.getByRole('alert').locator('h1, p').allTextContents()).join(' ');
    if (!/dispatcher/i.test(said)) throw new Error(`it is not said by whom: ${said}`);
    return said;
  },
};

const NOBODY_HOME = 6;

const exception: Step = {
  id: 'exception',
  play: async (story) => {
    await acknowledge(story);
    await openByParcel(story, NOBODY_HOME);
    await page(story).locator('main.door .door-no-code').click();
    await page(story).locator('.exception-outcome[data-outcome="nobody-home"]').click();
    await page(story).locator('main.exception .big-button').click();
    await page(story).locator('main.route').waitFor();
    await sees(story, en.outcome['nobody-home']);
    return `nobody home at ${stopAt(story, NOBODY_HOME).street}: in the log, and no proof of anything`;
  },
};

const rollbackDetected: Step = {
  id: 'rollback-detected',
  play: async (story) => {
    const { world } = story;
    const copies = (to: string) => path.join(world.folder, to);
    await world.app.close();
    copyStore(world.profile, copies('yesterday'));
    await world.restartApp();
    await openByParcel(story, 7);
    scan(story, `]Q1${codeAt(story, 7).qr}`);
    await verdict(story, en.verdict.accepted.title, 'accepted');
    await world.app.close();
    copyStore(world.profile, copies('today'));
    copyStore(copies('yesterday'), world.profile);
    await world.restartApp();
    await sees(story, en.problem['store-rolled-back'].what, 30_000);
    scan(story, `]Q1${codeAt(story, 7).qr}`);
    scan(story, `]Q1${codeAt(story, 8).qr}`);
    const accepted = await page(story)
      .locator('main.verdict')
      .waitFor({ timeout: 1_500 })
      .then(
        () => true,
        () => false,
      );
    if (accepted) throw new Error('the old copy of the store accepted a code');
    return "yesterday's copy of the store was noticed at once, and accepts nothing";
  },
};

const clockBackDetected: Step = {
  id: 'clock-back-detected',
  play: async (story) => {
    const { world } = story;
    await world.app.close();
    copyStore(path.join(world.folder, 'today'), world.profile);
    await world.restartApp({ clockTurnedBack: true });
    await sees(story, stopAt(story, 1).street, 30_000);
    scan(story, `]Q1${codeAt(story, 8).qr}`);
    return verdict(story, en.verdict.refused['clock-untrusted'].title, 'uncertain');
  },
};

const dockPush: Step = {
  id: 'dock-push',
  play: async (story) => {
    const { world } = story;
    // The clock is put right, and the terminal is back at the depot.
    await acknowledge(story);
    if ((await page(story).locator('main.door').count()) > 0) await closeDoor(story);
    await world.app.close();
    await world.restartApp();
    await sees(story, stopAt(story, 1).street, 30_000);
    const { port } = world.central;
    world.logs.push(world.central.log());
    world.central = await startCentral(`${world.folder}/central`, port);
    await page(story).locator('main.route .route-dock').click();
    await sees(story, 'Ready', 60_000);
    const [terminal] = (await world.central.staff.terminals()).terminals;
    if (terminal === undefined || terminal.acknowledged === 0) throw new Error('nothing came in');
    if (terminal.findings !== 0) throw new Error('central found fault with what came in');
    await page(story).locator('main.dock').getByText('Ready').waitFor();
    return `${terminal.acknowledged} entries are at central, once each`;
  },
};

const centralProof: Step = {
  id: 'central-proof',
  play: async (story) => {
    const { staff } = story.world.central;
    const { handOvers } = await staff.handOvers();
    const { deliveries } = await staff.deliveries(story.route);
    const delivered = deliveries.filter(({ status }) => status === 'delivered');
    const proved = handOvers.filter((one) => one.proved && one.counted);
    const overridden = handOvers.filter(({ by }) => by === 'override');
    if (handOvers.length !== 4 || proved.length !== 4 || delivered.length !== 4) {
      throw new Error(`${handOvers.length} hand-overs, ${proved.length} proved`);
    }
    if (overridden.length !== 1) throw new Error(`${overridden.length} overrides`);
    const positions = delivered.map(({ position }) => position).sort();
    if (positions.join() !== '1,4,5,7')
      throw new Error(`stops ${positions.join()} were handed over`);
    return 'four hand-overs are proved by the key of their own code, one of them an override, and counted once';
  },
};

/** The story of a day, in order. */
export const STEPS: readonly Step[] = [
  enrol,
  dockPull,
  smsSent,
  offline,
  parcelScan,
  accept,
  replayRefused,
  wrongCustomerRefused,
  typoNotCounted,
  expiredRefused,
  locked,
  override,
  exception,
  powerLoss,
  rollbackDetected,
  clockBackDetected,
  dockPush,
  centralProof,
];
