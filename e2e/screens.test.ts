import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOUNDS, wavOf } from '../resources/make-sounds.ts';
import { instant } from '../shared/ids.ts';
import type { DoorView, ScreenView, VerdictView, View } from '../shared/ipc/view.ts';
import {
  type ExceptionOutcome,
  exceptionOutcome,
  MAX_POINTS,
  NOTHING_PARTICULAR,
  type Particulars,
  particulars,
  type Recipient,
  type Strokes,
} from '../shared/outcome.ts';
import { auditLayout } from './screens/audit-layout.ts';
import { type OpenWindow, openWindow } from './screens/open-window.ts';
import { endWithout, reach, rulesFor } from './screens/reach.ts';
import {
  BLOCKED,
  delivery,
  NEIGHBOUR,
  SCREENS,
  SIGNED,
  STATUSES,
  viewOf,
} from './screens/sample-views.ts';
import { waitUntil } from './support/wait-until.ts';

const root = path.resolve(import.meta.dirname, '..');
const pictures = path.join(root, 'out', 'screens');
const SIZES = [
  { width: 480, height: 800 },
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
];
const LANGUAGES = ['en', 'de'];
const screens: [string, ScreenView][] = Object.entries(SCREENS);
/** From the door to who takes the parcels, and on to what may be said about it. */
const handOver = async ({ page }: OpenWindow, to?: Recipient['to'], words = 'Müller, 12') => {
  await page.locator('.door-hand-to').click();
  if (to === undefined) return;
  await page.locator(`.hand-over-recipient[data-outcome="${to}"]`).click();
  if (to === 'customer') return;
  await page.getByRole('textbox').fill(words);
  await page.locator('.big-button').click();
};
const sign = async ({ page }: OpenWindow, strokes: Strokes = SIGNED) => {
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
const armed = (window: OpenWindow) =>
  window.page.waitForSelector('.big-button[data-armed="true"]', { timeout: 5_000 });

describe.each(LANGUAGES)('the screens in %s', (language) => {
  let window: OpenWindow;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    window = await openWindow(language);
  });
  afterAll(() => window?.close());

  test('speak the language of the terminal', async () => {
    expect(await window.page.getAttribute('html', 'lang')).toBe(language);
  });

  describe.each(SIZES)('at $width×$height', (size) => {
    beforeAll(() => window.resize(size));

    test.each(screens)(
      '%s has nothing cut off, too small, too close or too pale',
      async (...of) => {
        const [name, screen] = of;
        await reach(window, name, screen);
        await window.page.screenshot({
          path: path.join(pictures, `${name}-${size.width}x${size.height}-${language}.png`),
        });
        expect(await window.page.evaluate(auditLayout, rulesFor(name))).toEqual([]);
      },
    );

    const doors: [string, ScreenView][] = [
      ['exception', SCREENS.door],
      ['exception-long', SCREENS['door-long']],
    ];
    test.each(doors)('%s has room for every outcome, its note, and a failure', async (...of) => {
      const [name, screen] = of;
      const { page } = window;
      const faults: string[] = [];
      const look = async (step: string) => {
        await page.waitForFunction(() => document.querySelector('[data-armed="false"]') === null);
        await page.screenshot({
          path: path.join(pictures, `${name}-${step}-${size.width}x${size.height}-${language}.png`),
        });
        const found = await page.evaluate(auditLayout, rulesFor(name));
        faults.push(...found.map((fault) => `${step}: ${fault}`));
      };
      await reach(window, name, screen);
      await endWithout(window);
      await look('outcomes');
      const outcomes = name === 'exception' ? exceptionOutcome.options : (['damaged'] as const);
      for (const outcome of outcomes) {
        await page.locator(`.exception-outcome[data-outcome="${outcome}"]`).click();
        await look(outcome);
        if (outcome === 'damaged') {
          await page.getByRole('textbox').fill('Two corners wet, the seal is open');
          await window.answerWith({ ok: false, error: 'internal' });
          await page.locator('.big-button').click();
          await page.locator('.notice').waitFor();
          await window.answerWith({ ok: true });
          await look('not-taken');
        }
        if (outcome === 'damaged') {
          await page.locator('.more-row').click();
          await look('signature');
          await page.locator('.step-back').click();
        }
        await page.locator('.step-back').click();
      }
      expect(faults).toEqual([]);
    });

    const handOvers: [string, DoorView, string][] = [
      ['hand-over', SCREENS['door-said'], 'Müller, 12'],
      ['hand-over-long', SCREENS['door-said-long'], 'Müller-Lüdenscheidt, '.repeat(4)],
    ];
    test.each(handOvers)('%s has room for every step of it, and a failure', async (...of) => {
      const [name, screen, words] = of;
      const { page } = window;
      const faults: string[] = [];
      const look = async (step: string) => {
        await page.waitForFunction(() => document.querySelector('[data-armed="false"]') === null);
        await page.screenshot({
          path: path.join(pictures, `${name}-${step}-${size.width}x${size.height}-${language}.png`),
        });
        const found = await page.evaluate(auditLayout, rulesFor(name));
        faults.push(...found.map((fault) => `${step}: ${fault}`));
      };
      const big = page.locator('.big-button');
      // Begun with nothing said, and again with something to take back.
      await reach(window, name, { ...screen, particulars: NOTHING_PARTICULAR });
      await handOver(window);
      await look('first');
      await page.keyboard.press('Escape');
      await window.show({ name: 'starting' });
      await window.show(screen);
      await handOver(window);
      await look('recipient');
      await window.answerWith({ ok: false, error: 'internal' });
      await page.locator('.side-button').click();
      await page.locator('.notice').waitFor();
      await look('not-taken-back');
      await window.answerWith({ ok: true });
      for (const to of ['safe-place', 'neighbour'] as const) {
        await page.locator(`.hand-over-recipient[data-outcome="${to}"]`).click();
        await page.getByRole('textbox').fill('');
        await look(to);
        await big.click();
        await page.locator('.notice').waitFor();
        await look(`${to}-missing`);
        if (to === 'safe-place') await page.locator('.step-back').click();
      }
      await page.getByRole('textbox').fill(words);
      await big.click();
      await look('details');
      await page.locator('.more-row').first().click();
      await look('kept');
      await big.click();
      await page.locator('.more-row').last().click();
      await look('signature');
      await sign(window);
      await look('signed');
      for (let dot = 0; dot < 64; dot++) await sign(window, [[[dot * 15, 250]]]);
      await page.locator('.notice').waitFor();
      await look('full');
      await big.click();
      await page.getByRole('textbox').fill('Rang twice, nobody came to the door');
      await window.answerWith({ ok: false, error: 'internal' });
      await big.click();
      await page.locator('.notice').waitFor();
      await window.answerWith({ ok: true });
      await look('not-taken');
      expect(faults).toEqual([]);
    });

    test.each(Object.entries(STATUSES))('the line on top has room when %s', async (...of) => {
      const [name, status] = of;
      await window.show({ name: 'starting' });
      await window.showView({ ...viewOf(SCREENS.door), status });
      await window.page.screenshot({
        path: path.join(pictures, `status-${name}-${size.width}x${size.height}-${language}.png`),
        clip: { x: 0, y: 22, width: size.width, height: 36 },
      });
      expect(await window.page.evaluate(auditLayout, rulesFor(name))).toEqual([]);
      const line = window.page.locator('.status-line');
      expect(await line.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
    });

    test('the sentences of every problem have room', async () => {
      const faults: string[] = [];
      for (const [name, screen] of Object.entries(BLOCKED)) {
        await window.show(screen);
        const found = await window.page.evaluate(auditLayout, rulesFor(name));
        faults.push(...found.map((fault) => `${name}: ${fault}`));
      }
      expect(faults).toEqual([]);
    });

    // The colours are the same in every language.
    if (language !== 'en') return;

    test('doors and verdicts hold in the dark', async () => {
      const { page } = window;
      const faults: string[] = [];
      const theme = (name: string) =>
        page.evaluate((wanted) => {
          document.documentElement.dataset['theme'] = wanted;
        }, name);
      await theme('dark');
      for (const [name, screen] of screens) {
        if (!/^(door|accepted|refused)/.test(name)) continue;
        await reach(window, name, screen);
        const found = await page.evaluate(auditLayout, rulesFor(name));
        faults.push(...found.map((fault) => `${name}: ${fault}`));
      }
      await theme('light');
      expect(faults).toEqual([]);
    });
  });

  test('make no errors, and nothing that the policy refuses', () => {
    expect(window.errors).toEqual([]);
  });
});

describe('the window', () => {
  let window: OpenWindow;
  beforeAll(async () => {
    window = await openWindow('en');
  });
  afterAll(() => window?.close());

  const door = SCREENS.door;
  const code = () => window.page.locator('.code-slot').allTextContents();
  const shown = async () => (await code()).map((each) => each.trim() || '·').join('');
  const tap = (key: string) =>
    window.page.locator('.key', { hasText: new RegExp(`^${key}$`) }).click();
  const openDoor = async () => {
    await window.show({ name: 'starting' });
    await window.show(door);
    await window.takeAsked();
  };
  const typed = (text: string) =>
    [...Buffer.from(text)].map((symbol, place) => ({
      channel: 'code/type',
      input: { delivery: delivery(10), place, symbol },
    }));
  const submitted = (text: string) => [
    ...typed(text),
    { channel: 'code/submit', input: { delivery: delivery(10), length: text.length } },
  ];
  const takeSubmitted = async () => {
    const asked: unknown[] = [];
    await waitUntil('the code is submitted', async () => {
      const now = await window.takeAsked();
      asked.push(...now);
      return now.at(-1)?.channel === 'code/submit';
    });
    return asked;
  };

  test('submits at the tenth character of the keypad, once, with its bytes', async () => {
    await openDoor();
    for (const key of 'K7QD92MX4') await tap(key);
    expect(await window.takeAsked()).toEqual([]);
    await tap('T');
    await tap('T');
    await tap('0');
    expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
  });

  test('takes a keyboard as it takes the keypad, look-alikes included', async () => {
    await openDoor();
    await window.page.keyboard.type('oil-u');
    expect(await shown()).toBe('011·······');
    await window.page.keyboard.press('Backspace');
    await window.page.keyboard.type('qd92mx47');
    await window.page.keyboard.press('Enter');
    expect(await takeSubmitted()).toEqual(submitted('01QD92MX47'));
  });

  test('keeps a mistyped code to be corrected, group by group', async () => {
    await openDoor();
    await window.page.keyboard.type('K7QD92MX47');
    await takeSubmitted();
    await window.show({ ...door, entry: 'verifying' });
    await window.page.keyboard.type('Z');
    await window.page.keyboard.press('Backspace');
    await window.show({ ...door, entry: 'mistyped' });
    expect(await shown()).toBe('K7QD92MX47');
    expect(await window.page.locator('.code-says').textContent()).toMatch(/^Mistyped/);
    await window.page.locator('.code-group').nth(1).click();
    expect(await shown()).toBe('K7QD9·····');
    expect(await window.takeAsked()).toEqual([]);
    for (const key of '2MX4T') await tap(key);
    expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
  });

  test('says so when a code did not get through, and lets it be sent again', async () => {
    await openDoor();
    await window.answerWith({ ok: false, error: 'not-now' });
    await window.page.keyboard.type('K7QD92MX4T');
    await window.page.waitForSelector('[data-mood="notTaken"]');
    await window.answerWith({ ok: true });
    await window.page.keyboard.press('Backspace');
    await window.page.keyboard.type('T');
    const first = typed('K7QD92MX4T').slice(0, 1);
    expect(await takeSubmitted()).toEqual([...first, ...submitted('K7QD92MX4T')]);
  });

  test.each<[string, ScreenView]>([
    ['the route', SCREENS.route],
    ['a verdict', SCREENS['refused-wrong-code']],
    ['another door', SCREENS['door-long']],
  ])('forgets the typed characters when the door is left for %s', async (_name, other) => {
    await openDoor();
    await window.page.keyboard.type('K7QD92M');
    await window.show(other);
    await window.show(door);
    expect(await shown()).toBe('··········');
    expect(await window.page.content()).not.toContain('K7QD92M');
  });

  test('forgets a mistyped code when the door is ready for another', async () => {
    await openDoor();
    await window.page.keyboard.type('K7QD92MX47');
    await window.show({ ...door, entry: 'mistyped' });
    await window.show({ ...door, entry: 'ready' });
    expect(await shown()).toBe('··········');
  });

  test('keeps the typed characters while the view changes around them', async () => {
    await openDoor();
    await window.page.keyboard.type('K7QD92M');
    const view = viewOf(door);
    await window.showView({ ...view, status: { ...view.status, scanner: 'searching' } });
    expect(await shown()).toBe('K7QD92M···');
  });

  test('closes the door by its button and by the escape key', async () => {
    await openDoor();
    await window.page.getByRole('button', { name: 'Back to the route' }).click();
    await window.page.keyboard.press('Escape');
    const close = { channel: 'stop/close', input: {} };
    expect(await window.takeAsked()).toEqual([close, close]);
  });

  test("asks for the dispatcher's code from a refusal, and from the outcomes", async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['refused-locked']);
    await window.takeAsked();
    await window.page.locator('.verdict-override').click();
    const asked = { channel: 'override/ask', input: { delivery: delivery(10) } };
    expect(await window.takeAsked()).toEqual([asked]);
    await openDoor();
    await endWithout(window);
    await window.page.getByRole('button', { name: "Dispatcher's code" }).click();
    expect(await window.takeAsked()).toEqual([asked]);
    await window.show(SCREENS['door-override']);
    expect(await window.page.locator('main.door').getAttribute('data-asks')).toBe('override');
    expect(await window.page.locator('main.exception').count()).toBe(0);
  });

  test.each<[string, ScreenView]>([
    ['that it cannot help', SCREENS['refused-revoked']],
    ['without a stop', SCREENS['refused-unreadable']],
    ['of nothing', SCREENS.accepted],
  ])("offers no dispatcher's code for a verdict %s", async (_name, screen) => {
    await window.show({ name: 'starting' });
    await window.show(screen);
    expect(await window.page.locator('.verdict-override').count()).toBe(0);
  });

  test('reads out the reference in groups of three, and takes the code for it', async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['door-override']);
    await window.takeAsked();
    expect(await window.page.locator('.door-short-id').textContent()).toBe('K7Q 010');
    expect(await window.page.locator('.door-no-code').count()).toBe(0);
    await window.page.keyboard.type('K7QD92MX4T');
    expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
  });

  test("leads back to the customer's code by its button and by the escape key", async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['door-override']);
    await window.takeAsked();
    await window.page.getByRole('button', { name: "Back to the customer's code" }).click();
    await window.page.keyboard.press('Escape');
    const leave = { channel: 'override/leave', input: {} };
    expect(await window.takeAsked()).toEqual([leave, leave]);
  });

  test("takes nothing of the customer's code over to the dispatcher's, or back", async () => {
    await openDoor();
    await window.page.keyboard.type('K7QD92M');
    await window.show(SCREENS['door-override']);
    expect(await shown()).toBe('··········');
    await window.page.keyboard.type('ABC');
    await window.show(door);
    expect(await shown()).toBe('··········');
  });

  const record = (outcome: ExceptionOutcome, note: string) => ({
    channel: 'exception/record',
    input: { delivery: delivery(10), outcome, note, strokes: [] },
  });
  const note = () => window.page.getByRole('textbox');

  test.each(exceptionOutcome.options)(
    'records %s once, however often it is pressed',
    async (of) => {
      await openDoor();
      await endWithout(window, of);
      const { page } = window;
      const button = page.locator('.big-button');
      await armed(window);
      await button.evaluate((each: HTMLElement) => {
        each.click();
        each.click();
      });
      await button.click();
      expect(await window.takeAsked()).toEqual([record(of, '')]);
    },
  );

  test('records the note as one line, without what was left around it', async () => {
    await openDoor();
    await endWithout(window, 'no-access');
    await note().fill('  Gate closed,\tbell is dead ');
    await window.page.keyboard.press('Enter');
    expect(await window.takeAsked()).toEqual([]);
    await armed(window);
    await window.page.getByRole('button', { name: 'Record it' }).click();
    expect(await window.takeAsked()).toEqual([record('no-access', 'Gate closed, bell is dead')]);
  });

  test('says so when it was not recorded, keeps the note, and records it again', async () => {
    await openDoor();
    await endWithout(window, 'damaged');
    await note().fill('Wet');
    await window.answerWith({ ok: false, error: 'not-now' });
    await armed(window);
    await window.page.locator('.big-button').click();
    await window.page.locator('.notice').waitFor();
    expect(await note().inputValue()).toBe('Wet');
    await window.answerWith({ ok: true });
    await window.page.locator('.big-button').click();
    expect(await window.takeAsked()).toEqual([record('damaged', 'Wet'), record('damaged', 'Wet')]);
  });

  test('keeps the note and its place while the view changes around them', async () => {
    await openDoor();
    await endWithout(window, 'damaged');
    await note().pressSequentially('Wet');
    const view = viewOf({ ...door, stop: { ...door.stop, parcels: [] } });
    await window.showView({ ...view, status: { ...view.status, scanner: 'searching' } });
    await window.page.keyboard.type(' box');
    expect(await note().inputValue()).toBe('Wet box');
    expect(await window.takeAsked()).toEqual([]);
  });

  test('gives the screen to a verdict, and has the note again behind it', async () => {
    await openDoor();
    await endWithout(window, 'damaged');
    await note().fill('Wet');
    await window.show({ ...door, entry: 'verifying' });
    expect(await window.page.locator('main.door').count()).toBe(1);
    await window.show(SCREENS['refused-wrong-code']);
    expect(await window.page.locator('main.verdict').count()).toBe(1);
    await window.show(door);
    await window.page.locator('.door-no-code').click();
    expect(await note().inputValue()).toBe('Wet');
    expect(await window.page.getByRole('heading').textContent()).toBe('Damaged');
  });

  test.each<[string, ScreenView]>([
    ['the route', SCREENS.route],
    ['another door', SCREENS['door-long']],
    ['an acceptance', SCREENS.accepted],
  ])('forgets the note when the stop is left for %s', async (_name, other) => {
    await openDoor();
    await endWithout(window, 'damaged');
    await note().fill('Wet');
    await window.show(other);
    await window.show(door);
    expect(await window.page.locator('main.door').count()).toBe(1);
    await endWithout(window, 'damaged');
    expect(await note().inputValue()).toBe('');
  });

  test('leads back from the note over the outcomes to the door, where the code stands', async () => {
    await openDoor();
    await window.page.keyboard.type('K7QD9');
    await endWithout(window, 'wrong-address');
    await note().fill('No such number');
    await window.page.keyboard.press('Escape');
    expect(await window.page.locator('.exception-outcome').count()).toBe(5);
    await window.page.getByRole('button', { name: 'Back to the door' }).click();
    expect(await shown()).toBe('K7QD9·····');
    expect(await window.takeAsked()).toEqual([]);
  });

  test('takes a code that a keyboard scanner types while the outcomes are shown', async () => {
    await openDoor();
    await endWithout(window);
    await window.page.keyboard.type('K7QD92MX4T');
    await window.page.keyboard.press('Enter');
    expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
  });

  test('does not take the second tap of a glove for an outcome', async () => {
    await openDoor();
    await window.page.locator('.door-no-code').click();
    await window.page
      .locator('.exception-outcome')
      .first()
      .evaluate((each: HTMLElement) => each.click());
    expect(await window.page.locator('.exception-outcome').count()).toBe(5);
  });

  test('records a signature with what happened', async () => {
    await openDoor();
    await endWithout(window, 'refused-by-customer');
    await window.page.getByRole('button', { name: 'Signature' }).click();
    await sign(window, [[[500, 200]]]);
    await armed(window);
    await window.page.getByRole('button', { name: 'Done' }).click();
    await window.page.getByRole('button', { name: 'Record it' }).waitFor();
    await armed(window);
    await window.page.getByRole('button', { name: 'Record it' }).click();
    const input = { ...record('refused-by-customer', '').input, strokes: [[[500, 200]]] };
    expect(await window.takeAsked()).toEqual([{ channel: 'exception/record', input }]);
  });

  const prepared = (said: Partial<Particulars>) => ({
    channel: 'hand-over/prepare',
    input: { delivery: delivery(10), particulars: { ...NOTHING_PARTICULAR, ...said } },
  });
  const done = async () => {
    await armed(window);
    await window.page.getByRole('button', { name: 'Done' }).click();
  };
  const press = (name: string) => window.page.getByRole('button', { name }).click();

  test('says once that a neighbour takes the parcels, and is back at the door', async () => {
    await openDoor();
    await window.page.keyboard.type('K7QD9');
    await handOver(window, 'neighbour', '  Müller, 12 ');
    await armed(window);
    await window.page.locator('.big-button').evaluate((each: HTMLElement) => {
      each.click();
      each.click();
    });
    await window.page.locator('main.door').waitFor();
    expect(await window.takeAsked()).toEqual([prepared({ recipient: NEIGHBOUR })]);
    expect(await shown()).toBe('K7QD9·····');
    await window.show(SCREENS['door-said']);
    expect(await window.page.locator('.door-said').textContent()).toBe(
      'Neighbour: Müller, 12 · 1 parcel kept',
    );
  });

  test.each([
    ['neighbour', 'Write the name or the house number first.'],
    ['safe-place', 'Write first where you leave it.'],
  ] as const)('does not go on with a %s without words, and says why', async (to, why) => {
    await openDoor();
    await handOver(window, to, '   ');
    expect(await window.page.getByRole('alert').textContent()).toBe(why);
    await window.page.getByRole('textbox').fill('Garage');
    expect(await window.page.getByRole('alert').count()).toBe(0);
    await press('Next');
    await done();
    const recipient: Recipient =
      to === 'neighbour' ? { to, who: 'Garage' } : { to, where: 'Garage' };
    expect(await window.takeAsked()).toEqual([prepared({ recipient })]);
  });

  test('keeps one of the parcels, with a note, and never all of them', async () => {
    await openDoor();
    await handOver(window, 'customer');
    await press('You keep');
    const each = window.page.locator('.kept-parcel');
    await each.nth(0).click();
    await each.nth(1).click();
    await press('Keep 2 parcels');
    await done();
    expect(await window.page.getByRole('alert').textContent()).toBe(
      'Hand over one parcel at least.',
    );
    expect(await window.takeAsked()).toEqual([]);
    await press('You keep');
    await each.nth(1).click();
    expect(await each.nth(0).getAttribute('aria-pressed')).toBe('true');
    await press('Keep 1 parcel');
    await note().fill('One box is for tomorrow');
    await done();
    // The one that nobody has scanned comes first.
    const open = door.stop.parcels.filter(({ scanned }) => !scanned).map(({ label }) => label);
    expect(await window.takeAsked()).toEqual([
      prepared({ kept: open, note: 'One box is for tomorrow' }),
    ]);
  });

  test('has every parcel of a long delivery, page by page', async () => {
    const long = SCREENS['door-long'];
    await window.show({ name: 'starting' });
    await window.show(long);
    await window.takeAsked();
    await handOver(window, 'customer');
    await press('You keep');
    const each = window.page.locator('.kept-parcel');
    const seen = await each.allTextContents();
    await press('More parcels');
    seen.push(...(await each.allTextContents()));
    expect(await window.page.getByRole('button', { name: 'More parcels' }).isDisabled()).toBe(true);
    expect(new Set(seen).size).toBe(long.stop.parcels.length);
  });

  test('changes what was said, and takes it back', async () => {
    const said = SCREENS['door-said'];
    await window.show({ name: 'starting' });
    await window.show(said);
    await window.takeAsked();
    await handOver(window);
    const chosen = window.page.locator('.hand-over-recipient[aria-current]');
    expect(await chosen.getAttribute('data-outcome')).toBe('neighbour');
    await chosen.click();
    expect(await note().inputValue()).toBe('Müller, 12');
    await note().fill('Schmidt, 14');
    await armed(window);
    await press('Next');
    await done();
    const { kept } = said.particulars;
    const recipient = { to: 'neighbour', who: 'Schmidt, 14' } as const;
    expect(await window.takeAsked()).toEqual([prepared({ recipient, kept })]);
    await window.page.locator('main.door').waitFor();
    await handOver(window);
    await window.page.waitForSelector('.side-button[data-armed="true"]');
    await press('Take it back');
    await window.page.locator('main.door').waitFor();
    expect(await window.takeAsked()).toEqual([prepared({})]);
  });

  test('says so when it did not go through, and sends it again', async () => {
    await openDoor();
    await handOver(window, 'neighbour');
    await window.answerWith({ ok: false, error: 'not-now' });
    await done();
    await window.page.locator('.notice').waitFor();
    await window.answerWith({ ok: true });
    await done();
    await window.page.locator('main.door').waitFor();
    const both = prepared({ recipient: NEIGHBOUR });
    expect(await window.takeAsked()).toEqual([both, both]);
  });

  test('gives the screen to a verdict, and has what was written again behind it', async () => {
    await openDoor();
    await handOver(window, 'safe-place', 'Garage');
    await note().fill('Key under the mat');
    await window.show({ ...door, entry: 'verifying' });
    expect(await window.page.locator('main.door').count()).toBe(1);
    await window.show(SCREENS['refused-wrong-code']);
    await window.show(door);
    await window.page.locator('.door-hand-to').click();
    expect(await note().inputValue()).toBe('Key under the mat');
    expect(await window.page.getByRole('heading').textContent()).toBe('Garage');
    await window.show(SCREENS['door-override']);
    expect(await window.page.locator('main.door').count()).toBe(1);
  });

  test.each<[string, ScreenView]>([
    ['the route', SCREENS.route],
    ['another door', SCREENS['door-long']],
    ['an acceptance', SCREENS.accepted],
  ])('forgets who takes it when the stop is left for %s', async (_name, other) => {
    await openDoor();
    await handOver(window, 'neighbour');
    await window.show(other);
    await window.show(door);
    expect(await window.page.locator('main.door').count()).toBe(1);
    await handOver(window);
    await window.page.locator('.hand-over-recipient[data-outcome="neighbour"]').click();
    expect(await note().inputValue()).toBe('');
  });

  const toSignature = async () => {
    await openDoor();
    await handOver(window, 'customer');
    await press('Signature');
  };
  const signature = async () => {
    await done();
    await window.page.getByRole('button', { name: 'Signature' }).waitFor();
    await done();
    const [asked] = await window.takeAsked();
    return particulars.parse(asked?.input['particulars']).strokes;
  };

  test('takes a signature in thousandths of the width, thinned out, and clears it', async () => {
    await toSignature();
    const field = window.page.getByRole('img');
    expect(await field.getAttribute('aria-label')).toBe(
      'Field for the signature: Nobody has signed',
    );
    await sign(window, [[[100, 100]]]);
    await press('Clear');
    await window.page.getByRole('button', { name: 'No signature' }).waitFor();
    await sign(window);
    expect(await field.getAttribute('aria-label')).toBe('Field for the signature: Signed');
    const drawn = await signature();
    expect(drawn.map((stroke) => stroke.length)).toEqual(SIGNED.map((stroke) => stroke.length));
    for (const [index, [x, y]] of drawn.flat().entries()) {
      const [wantedX, wantedY] = SIGNED.flat()[index] ?? [0, 0];
      expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(5);
    }
  });

  test('loses no stroke that leaves the field, and ends it where the finger is lifted', async () => {
    await toSignature();
    const { mouse } = window.page;
    const box = await window.page.locator('.signature-field').boundingBox();
    if (box === null) throw new Error('there is no field');
    await mouse.move(box.x + box.width / 2, box.y + 60);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y - 200, { steps: 5 });
    await mouse.move(box.x + box.width / 4, box.y - 200, { steps: 5 });
    await mouse.move(box.x + box.width / 4, box.y + 60, { steps: 5 });
    await mouse.up();
    await mouse.move(box.x + box.width - 20, box.y + 80, { steps: 5 });
    const drawn = await signature();
    expect(drawn.length).toBe(1);
    expect(drawn[0]?.some(([, y]) => y === 0)).toBe(true);
    const [x = 0, y = 0] = drawn[0]?.at(-1) ?? [];
    expect(Math.abs(x - 250) + Math.abs(y - (60 / box.width) * 1000)).toBeLessThan(8);
  });

  test('takes the finger that came first, and no second one', async () => {
    await toSignature();
    await window.page.locator('.signature-field').evaluate((field: HTMLElement) => {
      const box = field.getBoundingClientRect();
      const send = (type: string, pointerId: number, x: number, y: number) =>
        field.dispatchEvent(
          new PointerEvent(type, {
            pointerId,
            pointerType: 'touch',
            isPrimary: pointerId === 1,
            button: type === 'pointermove' ? -1 : 0,
            buttons: 1,
            clientX: box.left + x,
            clientY: box.top + y,
            bubbles: true,
          }),
        );
      // No real finger is down, so there is none to hold on to.
      field.setPointerCapture = () => {};
      send('pointerdown', 1, 50, 50);
      send('pointerdown', 2, 200, 100);
      send('pointermove', 2, 220, 100);
      send('pointermove', 1, 90, 50);
      send('pointerup', 2, 220, 100);
      send('pointermove', 1, 90, 90);
      send('pointercancel', 1, 90, 90);
      send('pointermove', 1, 10, 10);
    });
    expect((await signature()).map((stroke) => stroke.length)).toEqual([3]);
  });

  test('holds as much scribbling as the log takes, and says when it is full', async () => {
    await toSignature();
    await window.page.locator('.signature-field').evaluate((field: HTMLElement) => {
      field.setPointerCapture = () => {};
      const box = field.getBoundingClientRect();
      const send = (type: string, x: number, y: number) =>
        field.dispatchEvent(
          new PointerEvent(type, {
            pointerId: 1,
            isPrimary: true,
            button: 0,
            clientX: box.left + x * box.width,
            clientY: box.top + y * box.height,
            bubbles: true,
          }),
        );
      send('pointerdown', 0.5, 0.5);
      for (let step = 0; step < 12_000; step++) {
        const turn = step / 2;
        send('pointermove', 0.5 + 0.4 * Math.sin(turn * 1.7), 0.5 + 0.4 * Math.cos(turn * 2.3));
      }
      send('pointerup', 0.5, 0.5);
    });
    await window.page.getByText('No more room.').waitFor();
    const points = (await signature()).flat().length;
    expect(points).toBeLessThanOrEqual(MAX_POINTS);
    expect(points).toBeGreaterThan(MAX_POINTS / 2);
  });

  test('goes on without a signature by the keyboard alone', async () => {
    await toSignature();
    await armed(window);
    await window.page.getByRole('button', { name: 'No signature' }).focus();
    await window.page.keyboard.press('Enter');
    await window.page.getByRole('button', { name: 'Signature none' }).waitFor();
    await armed(window);
    await window.page.getByRole('button', { name: 'Done' }).focus();
    await window.page.keyboard.press('Enter');
    await window.page.locator('main.door').waitFor();
    expect(await window.takeAsked()).toEqual([prepared({})]);
  });

  test("submits a token's digits at the last one, from the keypad and from a keyboard", async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['door-token']);
    await window.takeAsked();
    for (const key of '48203') await tap(key);
    expect(await shown()).toBe('48203·');
    expect(await window.takeAsked()).toEqual([]);
    await tap('9');
    await tap('9');
    expect(await window.takeAsked()).toEqual(submitted('482039'));
    await window.show({ ...SCREENS['door-token'], entry: 'verifying' });
    await window.show(SCREENS['refused-wrong-code']);
    await window.show(SCREENS['door-token-question']);
    expect(await shown()).toBe('······');
    await window.page.keyboard.type('oK4-82');
    await window.page.keyboard.press('Backspace');
    await window.page.keyboard.type('2039');
    await window.page.keyboard.press('Enter');
    expect(await window.takeAsked()).toEqual(submitted('482039'));
    expect(await window.page.content()).not.toContain('482039');
  });

  test('reads out the question for the token in groups', async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['door-token-question']);
    expect((await window.page.locator('.token-groups').textContent())?.trim()).toBe('7391 8264');
    await window.show(SCREENS['door-token']);
    expect(await window.page.locator('.token-groups').count()).toBe(0);
  });

  test('says what goes to whom, and what stays', async () => {
    const said = async (screen: ScreenView) => {
      await window.show({ name: 'starting' });
      await window.show(screen);
      return window.page.locator('.verdict-words > *').allTextContents();
    };
    expect(await said(SCREENS['accepted-neighbour'])).toEqual([
      'Accepted',
      'R. Okafor',
      'Hand over 1 parcel to the neighbour: Müller, 12',
      'Keep 1 parcel.',
    ]);
    expect((await said(SCREENS['accepted-safe-place'])).at(-1)).toBe('Leave 2 parcels: Garage');
    expect(await said(SCREENS['accepted-unlisted'])).toEqual([
      'Accepted',
      'H. Yıldız',
      'Gneisenaustraße 104, 10961 Berlin',
      'Hand over 2 parcels',
      'Not on your route.',
    ]);
    expect((await said(SCREENS['refused-already-used-token'])).at(-1)).toBe(
      'Ask for the next code of the token.',
    );
  });

  test('counts down how long a stop is locked', async () => {
    const { verdict } = SCREENS['refused-locked-until'];
    const until = instant.parse(Date.now() + 1_500);
    await window.show({ name: 'starting' });
    await window.show({
      ...SCREENS['refused-locked-until'],
      verdict: { ...verdict, refusal: { reason: 'locked', until } } as VerdictView['verdict'],
    });
    await window.page.getByText('Wait 10 s').waitFor();
    await window.page.getByText('You can try again now.').waitFor({ timeout: 5_000 });
  });

  test('shows on the route how a stop ended without a code', async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS.route);
    const row = window.page.locator('.stop-row', { hasText: 'Fidicinstraße 40' });
    expect(await row.getAttribute('data-state')).toBe('exception');
    expect(await row.textContent()).toContain('Nobody home');
  });

  const verdicts = screens.filter(([, screen]) => screen.name === 'verdict');
  test.each(verdicts)('%s covers the window, is announced, and has the focus', async (...of) => {
    await window.show({ name: 'starting' });
    await window.show(of[1]);
    const { page } = window;
    const box = await page.locator('.verdict').boundingBox();
    const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    // All but the band that says what the build must not be used for.
    expect(box).toEqual({ x: 0, y: 22, width: size.width, height: size.height - 22 });
    expect(await page.getByRole('alert').getByRole('heading').textContent()).not.toBe('');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('big-button');
  });

  test.each(['Enter', 'Space'])('acknowledges the verdict by %s', async (key) => {
    await window.show({ name: 'starting' });
    await window.show({ ...SCREENS['refused-expired'], id: 41 });
    await window.takeAsked();
    await armed(window);
    await window.page.keyboard.press(key);
    expect(await window.takeAsked()).toEqual([
      { channel: 'verdict/acknowledge', input: { id: 41 } },
    ]);
  });

  test('does not take the second tap of a glove, or the return key of a scanner', async () => {
    await openDoor();
    await window.show(SCREENS['refused-expired']);
    const { x, y, width, height } = (await window.page.locator('.big-button').boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    await window.page.mouse.click(x + width / 2, y + height / 2);
    await window.page.keyboard.press('Enter');
    expect(await window.takeAsked()).toEqual([]);
  });

  test('has the stable code one touch away, and not before', async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['refused-already-used']);
    const details = window.page.locator('.phone-details-card');
    expect(await details.isVisible()).toBe(false);
    await window.page.locator('.phone-details summary').click();
    expect(await details.isVisible()).toBe(true);
    expect(await details.textContent()).toContain('already-used');
    expect(await window.page.evaluate(auditLayout, { mayScroll: [], mayClip: [] })).toEqual([]);
  });

  test.each<[string, ScreenView, string[]]>([
    ['an acceptance', SCREENS.accepted, ['accepted']],
    ['a refusal', SCREENS['refused-expired'], ['refused']],
    ['an unreadable scan', SCREENS['refused-unreadable'], ['mistyped']],
    ['a code that was mistyped', SCREENS['door-mistyped'], ['mistyped']],
    ['a door', SCREENS.door, []],
  ])('sounds once for %s', async (_name, screen, expected) => {
    const { page } = window;
    await window.show({ name: 'starting' });
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
        const name = /(\w+)-[^/]*\.wav/.exec(this.src)?.[1] ?? this.src;
        return play.call(this).then(() => {
          heard.push(name);
        });
      };
      Object.assign(globalThis, { stopListening: () => (HTMLMediaElement.prototype.play = play) });
    });
    await window.show(screen);
    await window.show(screen);
    await page.waitForTimeout(300);
    const heard = await page.evaluate(() => {
      const kept = globalThis as unknown as { heard: string[]; stopListening: () => void };
      kept.stopListening();
      return kept.heard;
    });
    expect(heard).toEqual(expected);
  });

  test('shows no view that is older than the one on the screen', async () => {
    const older: View = viewOf(SCREENS.route);
    await window.show(SCREENS.accepted);
    await window.showView(older);
    expect(await window.page.locator('.verdict').count()).toBe(1);
  });

  test('opens the next stop, any other stop, and the dock from the route', async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS.route);
    await armed(window);
    await window.takeAsked();
    await window.page.getByRole('button', { name: 'Open stop 10' }).click();
    await window.page.getByRole('button', { name: /Bergmannstraße 31b/ }).click();
    await window.page.getByRole('button', { name: 'Dock' }).click();
    expect(await window.takeAsked()).toEqual([
      { channel: 'stop/open', input: { delivery: delivery(10) } },
      { channel: 'stop/open', input: { delivery: delivery(11) } },
      { channel: 'dock/start', input: {} },
    ]);
  });

  test('has the next stop in sight, however many are done', async () => {
    const { page } = window;
    await window.resize({ width: 800, height: 480 });
    await window.show({ name: 'starting' });
    await window.show(SCREENS.route);
    const row = await page.locator('[aria-current="step"]').boundingBox();
    const list = await page.locator('.route-stops').boundingBox();
    expect(row && list && row.y >= list.y && row.y + row.height <= list.y + list.height).toBe(true);
  });

  test('leaves the dock when it is ready', async () => {
    await window.show({ name: 'starting' });
    await window.show(SCREENS['dock-handing-in']);
    expect(await window.page.locator('.big-button').count()).toBe(0);
    await window.show(SCREENS['dock-done']);
    await armed(window);
    await window.takeAsked();
    await window.page.getByRole('button', { name: 'Go to the route' }).click();
    expect(await window.takeAsked()).toEqual([{ channel: 'dock/leave', input: {} }]);
  });
});

test.each(Object.entries(SOUNDS))('the sound %s is what its score makes', (name, notes) => {
  const file = readFileSync(path.join(root, 'resources', 'sounds', `${name}.wav`));
  expect(file.equals(wavOf(notes))).toBe(true);
  expect(file.length).toBeLessThanOrEqual(40 * 1024);
});
