import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../renderer/i18n/languages.ts';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import { lettersOfOtherFonts } from './screens/letters-of-other-fonts.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { type OpenWindow, openWindow } from './screens/open-window.ts';
import { reach } from './screens/reach.ts';
import { BLOCKED, NOTICES, SCREENS, STATUSES, viewOf } from './screens/sample-views.ts';

const screens: [string, ScreenView][] = Object.entries(SCREENS);
const languages = Object.keys(LANGUAGES) as Language[];

/** The languages have a window each, side by side: each waits for its frames most of the time. */
const sideBySide = { concurrent: true };
/** One window shows one screen after the other. */
const inTurn = { concurrent: false };

describe.each(languages)('the screens in %s', sideBySide, (language) => {
  let window: OpenWindow;
  beforeAll(async () => {
    window = await openWindow(language);
  });
  afterAll(() => window?.close());

  test('speak the language of the terminal, from the side where it begins', inTurn, async () => {
    expect(await window.page.getAttribute('html', 'lang')).toBe(language);
    expect(await window.page.getAttribute('html', 'dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  describe.each(SIZES)('at $width×$height', inTurn, (size) => {
    beforeAll(() => window.resize(size));
    const faultsOf = (name: string) =>
      lookAt(window, name, { picture: pictureOf(name, size, language) });

    test.each([
      ['all but these', /^(?!setup|door|accepted|refused)/],
      ['the set-up', /^setup/],
      ['the door', /^door/],
      ['an acceptance', /^accepted/],
      ['a refusal', /^refused/],
      ['IT at work', /^it-/],
    ])('%s: nothing is cut off, too small, too close or too pale', async (_what, kind) => {
      const faults: string[] = [];
      for (const [name, screen] of screens.filter(([each]) => kind.test(each))) {
        await window.show(screen);
        faults.push(...(await faultsOf(name)));
      }
      expect(faults).toEqual([]);
    });

    test('the largest text has room as well', async () => {
      const faults: string[] = [];
      for (const [name, screen] of screens) {
        await window.showView(viewOf(screen, { textSize: 'largest' }));
        faults.push(
          ...(await lookAt(window, name, {
            picture: pictureOf(`${name}-largest`, size, language),
          })),
        );
      }
      expect(faults).toEqual([]);
    });

    test('how it looks and sounds can be chosen', async () => {
      await window.show(SCREENS.route);
      await window.page.locator('.route-display').click();
      const faults = await faultsOf('display');
      await window.page.locator('.big-button').click();
      expect(faults).toEqual([]);
    });

    test('the line on top has room, whatever is the matter', async () => {
      const faults: string[] = [];
      const line = window.page.locator('.status-line');
      for (const [name, status] of Object.entries(STATUSES)) {
        await window.showView({ ...viewOf(SCREENS['route-empty']), status });
        faults.push(...(await faultsOf(name)));
        const over = await line.evaluate((each) => each.scrollWidth - each.clientWidth);
        if (over > 0) faults.push(`${name}: ${over} px too wide`);
      }
      expect(faults).toEqual([]);
    });

    test('a line that is said for a moment has room, over a door and over a verdict', async () => {
      const faults: string[] = [];
      for (const [name, notice] of Object.entries(NOTICES)) {
        for (const screen of [SCREENS['door-long'], SCREENS['refused-already-used-long']]) {
          await window.showView({ ...viewOf(screen), notice });
          faults.push(...(await faultsOf(`${name} over ${screen.name}-long`)));
        }
      }
      expect(faults).toEqual([]);
    });

    test('the sentences of every problem have room', async () => {
      const faults: string[] = [];
      for (const [name, screen] of Object.entries(BLOCKED)) {
        await window.show(screen);
        faults.push(...(await faultsOf(name)));
      }
      expect(faults).toEqual([]);
    });
  });

  // What is typed is the same in every language. It is typed as by a hand, which takes its time: once.
  test.each(language === 'en' ? ['en'] : [])(
    'have room for what is typed at a door',
    inTurn,
    async () => {
      const faults: string[] = [];
      for (const [name, screen] of screens.filter(([, each]) => each.name === 'door')) {
        await reach(window, name, screen);
        for (const size of SIZES) {
          await window.resize(size);
          faults.push(
            ...(await lookAt(window, name, { picture: pictureOf(name, size, language) })),
          );
        }
        for (const foreign of await lettersOfOtherFonts(window.page))
          faults.push(`${name}: ${foreign}`);
      }
      expect(faults).toEqual([]);
    },
  );

  test('have every letter in the fonts of the product', inTurn, async () => {
    await window.resize({ width: 480, height: 800 });
    const found: string[] = [];
    for (const [name, screen] of screens) {
      await window.show(screen);
      for (const foreign of await lettersOfOtherFonts(window.page))
        found.push(`${name}: ${foreign}`);
    }
    expect(found).toEqual([]);
    // A letter that none of the product's fonts has is seen, whatever fonts the machine has; so is
    // one of theirs where another font is asked for.
    await window.page.evaluate(() => {
      document.querySelector('main')?.append('\u8a9e');
      const other = document.createElement('p');
      other.style.fontFamily = 'sans-serif';
      other.append('Kerbside');
      document.querySelector('main')?.append(other);
    });
    const seen = (await lettersOfOtherFonts(window.page)).join();
    expect(seen).toContain('(\u8a9e)');
    expect(seen).toContain('(K e r b s i d)');
  });

  test('point back to where reading begins', inTurn, async () => {
    for (const name of ['it-settings', 'history', 'door'] as const) {
      await window.show(SCREENS[name]);
      const back = window.page.locator('svg.turns').first();
      const turned = await back.evaluate((icon) => getComputedStyle(icon).transform);
      expect([name, turned]).toEqual([
        name,
        language === 'ar' ? 'matrix(-1, 0, 0, 1, 0, 0)' : 'none',
      ]);
    }
  });

  test('make no errors, and nothing that the policy refuses', inTurn, () => {
    expect(window.errors).toEqual([]);
  });
});
