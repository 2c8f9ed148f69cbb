import { en } from '../../renderer/i18n/en.ts';
import { waitUntil } from '../support/wait-until.ts';
import { messagesOf } from './seed.ts';
import {
  acknowledge,
  codeAt,
  openByParcel,
  page,
  type Step,
  type Story,
  scan,
  sees,
  stopAt,
  verdict,
} from './story.ts';

/** Whose delivery the next driver brings. */
const BROUGHT = 3;
/** Whose delivery does not take place. */
const CANCELLED = 8;

/** From the route to the dock, until everything is sent and received. */
const dock = async (story: Story): Promise<void> => {
  await page(story).locator('main.route .route-dock').click();
  await sees(story, 'Ready', 60_000);
};

const leaveDock = async (story: Story): Promise<void> => {
  await page(story).locator('main.dock .big-button').click();
  await page(story).locator('main.route').waitFor();
};

export const changeOfDriver: Step = {
  id: 'change-of-driver',
  play: async (story) => {
    const { staff } = story.world.central;
    const [terminal] = (await staff.terminals()).terminals;
    if (terminal === undefined) throw new Error('no terminal is enrolled');
    const { id } = await staff.addDriver(story.depot, 'Robin Adler');
    await staff.assignRoute(story.route, terminal.id, id);
    // It stands in its dock, where it was handed in.
    await leaveDock(story);
    await dock(story);
    await leaveDock(story);
    await openByParcel(story, BROUGHT);
    // The message that went out before is still right.
    scan(story, `]Q1${codeAt(story, BROUGHT).qr}`);
    const said = await verdict(story, en.verdict.accepted.title, 'accepted');
    await acknowledge(story);
    await dock(story);
    const { handOvers } = await staff.handOvers();
    const own = handOvers.find(({ entry }) => entry.driver === id);
    if (own?.proved !== true || !own.counted) throw new Error('it is not counted for the new one');
    return `another driver on the same terminal: ${said}`;
  },
};

export const cancelled: Step = {
  id: 'cancelled',
  play: async (story) => {
    const { staff } = story.world.central;
    const { deliveries } = await staff.deliveries(story.route);
    const delivery = deliveries.find(({ position }) => position === CANCELLED);
    if (delivery === undefined) throw new Error('there is no such delivery');
    const { status, message } = await staff.cancel(delivery);
    if (status !== 'cancelled' || message !== 'follows') throw new Error(`${status}, ${message}`);
    const { phone } = stopAt(story, CANCELLED);
    await waitUntil('the customer is told', async () =>
      (await messagesOf(story)).some(
        ({ to, text }) => to === phone && text.includes('has been cancelled'),
      ),
    );
    await leaveDock(story);
    await dock(story);
    await leaveDock(story);
    const stop = page(story).locator('main.route').getByText(stopAt(story, CANCELLED).street);
    if ((await stop.count()) > 0) throw new Error('the stop is still on the route');
    scan(story, `]Q1${codeAt(story, CANCELLED).qr}`);
    const said = await verdict(story, en.verdict.refused.revoked.title, 'refused');
    return `the customer was told by SMS, the stop left the route at a docking, and its code is refused: ${said}`;
  },
};
