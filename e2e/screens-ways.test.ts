import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../renderer/i18n/languages.ts';
import { NOTHING_PARTICULAR } from '../shared/protocol/nothing-particular.ts';
import { exceptionOutcome } from '../shared/protocol/outcome.ts';
import type { DoorView, ScreenView } from '../shared/terminal/view/view.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { type OpenWindow, openWindow } from './screens/open-window.ts';
import { endWithout, reach } from './screens/reach.ts';
import { SCREENS } from './screens/sample-views.ts';
import { handOver, scribbleDots, sign } from './screens/window-for-tests.ts';

const languages = Object.keys(LANGUAGES) as Language[];
/** The languages in which every step is taken; in the others, the steps with the most words. */
const CLOSELY: readonly Language[] = ['en', 'de'];
const LONG_WORDS = 'Müller-Lüdenscheidt, '.repeat(4);

describe.each(languages)('what leads away from the code, in %s', (language) => {
  let window: OpenWindow;
  beforeAll(async () => {
    window = await openWindow(language);
  });
  afterAll(() => window?.close());

  // In the dock, where there is the most room, nobody hands anything over.
  describe.each(SIZES.filter(({ width }) => width < 1280))('at $width×$height', (size) => {
    beforeAll(() => window.resize(size));

    /** Looks step by step, and keeps the faults. */
    const looking = (rules: string) => {
      const faults: string[] = [];
      const look = async (step: string) => {
        const picture = pictureOf(`${rules}-${step}`, size, language);
        faults.push(...(await lookAt(window, step, { rules, picture })));
      };
      return { faults, look };
    };
    const failOnce = async () => {
      await window.answerWith({ ok: false, error: 'internal' });
      await window.page.locator('.big-button').click();
      await window.page.locator('.notice').waitFor();
      await window.answerWith({ ok: true });
    };

    if (!CLOSELY.includes(language)) {
      const outcomes = Object.entries(LANGUAGES[language].outcome);
      const longest = outcomes.sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';

      test('has room', async () => {
        const { page } = window;
        const { faults, look } = looking('away');
        const big = page.locator('.big-button');
        await window.show({ name: 'starting' });
        await window.show(SCREENS['door-said']);
        await endWithout(window);
        await look('outcomes');
        await failOnce();
        await look('outcomes-not-taken');
        await page.locator(`.exception-outcome[data-outcome="${longest}"]`).click();
        await look(longest);
        await page.keyboard.press('Escape');
        await page.locator('.exception-outcome').first().waitFor();
        await page.keyboard.press('Escape');
        await page.locator('main.door').waitFor();
        await handOver(window);
        await look('recipient');
        await page.locator('.hand-over-recipient[data-outcome="neighbour"]').click();
        await page.getByRole('textbox').fill('');
        await look('neighbour');
        await big.click();
        await look('neighbour-missing');
        await page.getByRole('textbox').fill('Müller, 12');
        await big.click();
        await look('details');
        await page.locator('.more-row').first().click();
        await look('kept');
        await page.keyboard.press('Escape');
        await page.locator('.more-row').last().click();
        await look('signature');
        expect(faults).toEqual([]);
      });
      return;
    }

    const doors: [string, ScreenView][] = [
      ['exception', SCREENS.door],
      ['exception-long', SCREENS['door-long']],
    ];
    test.each(doors)('%s has room for every outcome, its note, and a failure', async (...of) => {
      const [name, screen] = of;
      const { page } = window;
      const { faults, look } = looking(name);
      await reach(window, name, screen);
      await endWithout(window);
      await look('outcomes');
      await failOnce();
      await look('outcomes-not-taken');
      const outcomes = name === 'exception' ? exceptionOutcome.options : (['damaged'] as const);
      for (const outcome of outcomes) {
        await page.locator(`.exception-outcome[data-outcome="${outcome}"]`).click();
        await look(outcome);
        if (outcome === 'damaged') {
          await page.getByRole('textbox').fill('Two corners wet, the seal is open');
          await failOnce();
          await look('not-taken');
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
      ['hand-over-long', SCREENS['door-said-long'], LONG_WORDS],
    ];
    test.each(handOvers)('%s has room for every step of it, and a failure', async (...of) => {
      const [name, screen, words] = of;
      const { page } = window;
      const { faults, look } = looking(name);
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
      await scribbleDots(window, 64);
      await page.locator('.notice').waitFor();
      await look('full');
      await big.click();
      await page.getByRole('textbox').fill('Rang twice, nobody came to the door');
      await failOnce();
      await look('not-taken');
      expect(faults).toEqual([]);
    });
  });

  test('makes no errors, and nothing that the policy refuses', () => {
    expect(window.errors).toEqual([]);
  });
});
