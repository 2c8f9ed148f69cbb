import { randomBytes } from 'node:crypto';
import type { Step, Story } from '../../e2e/story/story.ts';
import { textCanary } from './canaries.ts';
import type { Canary } from './needles.ts';

/** The one stop of which the depot says something; no step of the story goes there. */
const INSTRUCTED = 11;
const NOTE = `Ring twice, ${randomBytes(9).toString('base64url')}`;
const NUMBER = `+4930${randomBytes(4).readUInt32BE().toString().padStart(10, '0')}`;

/** What the terminal is given for that stop; of all the others it must not have any number. */
export const INSTRUCTED_CANARIES: readonly Canary[] = [
  textCanary('the note for a stop', 'note', NOTE),
  textCanary('a number that drivers may call', 'given-phone', NUMBER),
];

/** Before the terminal pulls: the depot gives numbers out, and all customers but one won't be called. */
export const instructStops = (pull: Step): Step => ({
  id: pull.id,
  play: async (story) => {
    const { central } = story.world;
    const assignRoute: typeof central.staff.assignRoute = async (route, ...of) => {
      await central.staff.changePolicy(story.depot, { customerNumbers: true });
      const { deliveries } = await central.staff.deliveries(route);
      for (const { id, position, version } of deliveries) {
        const facts =
          position === INSTRUCTED ? { note: NOTE, callPhone: NUMBER } : { mayCall: false };
        await central.staff.instruct(id, version, facts);
      }
      return central.staff.assignRoute(route, ...of);
    };
    story.world.central = { ...central, staff: { ...central.staff, assignRoute } };
    try {
      return await pull.play(story);
    } finally {
      story.world.central = central;
    }
  },
});

/** From the route: the driver reads what is said there, sees the number to dial, and goes back. */
export const readInstructions = async ({ stops, world }: Story): Promise<string> => {
  const { page } = world.app;
  const stop = stops.find(({ position }) => position === INSTRUCTED);
  await world.line.write(`]C100${stop?.labels[0]}\r`);
  const shown = page.locator('main.instructions');
  await shown.getByText(NOTE).waitFor();
  await shown.getByText(NUMBER).click();
  await shown.locator('.call-qr').waitFor();
  await shown.locator('.big-button').click();
  await shown.locator('.step-back').click();
  await page.locator('main.route').waitFor();
  return 'the note and the number were on the screen';
};
