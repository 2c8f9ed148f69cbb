import { en } from '../../renderer/i18n/en.ts';
import { waitUntil } from '../support/wait-until.ts';
import { codeFrom, messagesOf, seedDepot, seedRoute } from './seed.ts';
import {
  acknowledge,
  closeDoor,
  page,
  type Step,
  type Story,
  scan,
  sees,
  stopAt,
} from './story.ts';

/** How long the expiring stop's code is good: enough for the steps that come before. */
export const EXPIRES_IN_MS = 45_000;

export const enrol: Step = {
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

export const dockPull: Step = {
  id: 'dock-pull',
  play: async (story) => {
    const { staff } = story.world.central;
    await sees(story, en.setup.enrolled.word, 30_000);
    const [terminal] = (await staff.terminals()).terminals;
    if (terminal === undefined) throw new Error('no terminal is enrolled');
    const expiresInMs = story.expiresInMs ?? EXPIRES_IN_MS;
    Object.assign(story, await seedRoute(staff, story.depot, expiresInMs));
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

/** How many customers' messages stand so. */
const countMessages = async (story: Story, states: readonly string[]): Promise<number> => {
  const { deliveries } = await story.world.central.staff.deliveries(story.route);
  return deliveries.filter(({ issue }) => states.includes(issue?.sms ?? '')).length;
};

export const smsSent: Step = {
  id: 'sms-sent',
  play: async (story) => {
    const { gateway } = story.world;
    const all = story.stops.length;
    await waitUntil(
      'every SMS is sent',
      async () => (await countMessages(story, ['sent', 'delivered'])) === all,
      60_000,
    );
    // What the operator has, its telephones have a moment later.
    const received = gateway?.received;
    if (received !== undefined) {
      await waitUntil('every telephone has its message', () => received().length >= all);
    }
    const messages = await messagesOf(story);
    for (const stop of story.stops) story.codes.set(stop.position, codeFrom(messages, stop));
    return `${story.codes.size} customers got their code`;
  },
};

export const messageDelivered: Step = {
  id: 'message-delivered',
  play: async (story) => {
    const { gateway, central } = story.world;
    if (gateway === null) {
      return 'left out: Kannel is not installed, so the messages are in the outbox of central. With it: sudo apt-get install kannel kannel-extras';
    }
    const all = story.stops.length;
    await waitUntil(
      'the operator has reported every message',
      async () => (await countMessages(story, ['delivered'])) === all,
      60_000,
    );
    const { deliveries } = await central.staff.deliveries(story.route);
    for (const delivery of deliveries) {
      const { why } = await central.staff.resend(delivery);
      if (why !== 'sent-and-forgotten') throw new Error('central still has a code');
    }
    return `Kannel took ${all} messages to its fake operator, ${all} delivery reports came back, and central has forgotten the ${all} codes: it cannot send one again`;
  },
};

export const dockPush: Step = {
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
    world.central = await world.startCentral(port);
    await page(story).locator('main.route .route-dock').click();
    await sees(story, 'Ready', 60_000);
    const [terminal] = (await world.central.staff.terminals()).terminals;
    if (terminal === undefined || terminal.acknowledged === 0) throw new Error('nothing came in');
    if (terminal.findings !== 0) throw new Error('central found fault with what came in');
    await page(story).locator('main.dock').getByText('Ready').waitFor();
    return `${terminal.acknowledged} entries are at central, once each`;
  },
};

export const centralProof: Step = {
  id: 'central-proof',
  play: async (story) => {
    const { staff } = story.world.central;
    const { handOvers } = await staff.handOvers();
    const { deliveries } = await staff.deliveries(story.route);
    const delivered = deliveries.filter(({ status }) => status === 'delivered');
    const proved = handOvers.filter((one) => one.proved && one.counted);
    const overridden = handOvers.filter(({ by }) => by === 'override');
    if (handOvers.length !== 5 || proved.length !== 5 || delivered.length !== 5) {
      throw new Error(`${handOvers.length} hand-overs, ${proved.length} proved`);
    }
    if (overridden.length !== 1) throw new Error(`${overridden.length} overrides`);
    const positions = delivered.map(({ position }) => position).sort();
    if (positions.join() !== '1,11,4,5,7')
      throw new Error(`stops ${positions.join()} were handed over`);
    return 'five hand-overs are proved by the key of their own code, one of them an override, and counted once';
  },
};
