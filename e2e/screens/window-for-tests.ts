import { afterAll, beforeAll } from 'vitest';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type {
  ExceptionOutcome,
  Particulars,
  Recipient,
  Strokes,
} from '../../shared/protocol/outcome.ts';
import type { DoorView, ScreenView } from '../../shared/terminal/view/view.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type OpenWindow, openWindow } from './open-window.ts';
import { delivery, SIGNED } from './sample-stops.ts';
import { SCREENS } from './sample-views.ts';

/** Opens a window for the tests of one file; gives it, and hands that know their way in it. */
export const windowForTests = (language = 'en') => {
  let opened: OpenWindow | undefined;
  beforeAll(async () => {
    opened = await openWindow(language);
  });
  afterAll(() => opened?.close());
  const window = new Proxy({} as OpenWindow, {
    get: (_target, name) => Reflect.get(opened ?? {}, name),
  });

  const open = async (screen: ScreenView) => {
    await window.show({ name: 'starting' });
    await window.show(screen);
    await window.takeAsked();
  };
  const press = (name: string | RegExp) => window.page.getByRole('button', { name }).click();
  return {
    window,
    /** Shows a screen as one that was not there before, with nothing asked yet. */
    open,
    openDoor: () => open(SCREENS.door),
    press,
    note: () => window.page.getByRole('textbox'),
    tap: (key: string) => window.page.locator('.key', { hasText: new RegExp(`^${key}$`) }).click(),
    /** What stands where the code is typed, with a dot for what is missing. */
    shown: async () => {
      const slots = await window.page.locator('.code-slot').allTextContents();
      return slots.map((each) => each.trim() || '·').join('');
    },
    /** All that has been asked up to a submitted code. */
    takeSubmitted: async () => {
      const asked: unknown[] = [];
      await waitUntil('the code is submitted', async () => {
        const now = await window.takeAsked();
        asked.push(...now);
        return now.at(-1)?.channel === 'code/submit';
      });
      return asked;
    },
    /** Until the primary action takes presses. */
    armed: () => window.page.waitForSelector('.big-button[data-armed="true"]'),
    done: () => press('Done'),
    /** The main process has taken what was said or recorded: there is no draft any more. */
    taken: (screen: DoorView = SCREENS.door) => window.show({ ...screen, edits: 1_000 }),
    handOver: (to?: Recipient['to'], words?: string) => handOver(window, to, words),
    sign: (strokes?: Strokes) => sign(window, strokes),
  };
};

/** From the door to who takes the parcels, and on to what may be said about it. */
export const handOver = async (
  { page }: OpenWindow,
  to?: Recipient['to'],
  words = 'Müller, 12',
): Promise<void> => {
  await page.locator('.door-hand-to').click();
  if (to === undefined) return;
  await page.locator(`.hand-over-recipient[data-outcome="${to}"]`).click();
  if (to === 'customer') return;
  await page.getByRole('textbox').fill(words);
  await page.locator('.big-button').click();
};

/** Draws with a real mouse. */
export const sign = async ({ page }: OpenWindow, strokes: Strokes = SIGNED): Promise<void> => {
  const box = await page.locator('.signature-field').boundingBox();
  if (box === null) throw new Error('there is no field to sign in');
  const { mouse } = page;
  const at = ([x, y]: readonly [number, number]) =>
    [box.x + (x / 1000) * box.width, box.y + (y / 1000) * box.width] as const;
  for (const [first, ...rest] of strokes) {
    if (first === undefined) continue;
    await mouse.move(...at(first));
    await mouse.down();
    for (const point of rest) await mouse.move(...at(point), { steps: 4 });
    await mouse.up();
  }
};

/** Draws so many dots in the field, in one go. */
export const scribbleDots = ({ page }: OpenWindow, count: number): Promise<void> =>
  page.locator('.signature-field').evaluate((field: HTMLElement, dots: number) => {
    // No real finger is down, so there is none to hold on to.
    field.setPointerCapture = () => {};
    const box = field.getBoundingClientRect();
    for (let dot = 0; dot < dots; dot++) {
      for (const type of ['pointerdown', 'pointerup']) {
        const clientX = box.left + (dot + 0.5) * (box.width / dots);
        const clientY = box.top + box.height / 2;
        const at = { pointerId: 1, isPrimary: true, button: 0, clientX, clientY, bubbles: true };
        field.dispatchEvent(new PointerEvent(type, at));
      }
    }
  }, count);

/** What the window asks while a text is typed at the usual door. */
export const typed = (text: string) =>
  [...Buffer.from(text)].map((symbol, place) => ({
    channel: 'code/type',
    input: { delivery: delivery(10), place, symbol },
  }));

/** The same, to the end. */
export const submitted = (text: string) => [
  ...typed(text),
  { channel: 'code/submit', input: { delivery: delivery(10), length: text.length } },
];

/** What the window asks when the usual stop ends without a code. */
export const record = (outcome: ExceptionOutcome, note: string) => ({
  channel: 'exception/record',
  input: { delivery: delivery(10), outcome, note, strokes: [] },
});

/** What the window asks when the driver has said who takes the parcels of the usual stop. */
export const prepared = (said: Partial<Particulars>) => ({
  channel: 'hand-over/prepare',
  input: { delivery: delivery(10), particulars: { ...NOTHING_PARTICULAR, ...said } },
});
