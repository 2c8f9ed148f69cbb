import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../renderer/i18n/languages.ts';
import type { ScreenView } from '../shared/ipc/view.ts';
import { auditLayout } from './screens/audit-layout.ts';
import { type OpenWindow, openWindow, type Size } from './screens/open-window.ts';
import { arm, endWithout, reach, rulesFor } from './screens/reach.ts';
import { BLOCKED, SCREENS, STATUSES, viewOf } from './screens/sample-views.ts';

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'screens');
const SIZES: Size[] = [
  { width: 480, height: 800 },
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
];
/** English and German are looked at more closely, in `screens.test.ts`. */
const languages = ['fr', 'es', 'pl', 'ar'] as const satisfies readonly Language[];
const screens: [string, ScreenView][] = Object.entries(SCREENS);
const withPicture =
  /^(route|door|door-said|door-override|door-mistyped|accepted|accepted-part|dock-handing-in|dock-failed|refused-(already-used|lease-ended|locked-until|wrong-customer))$/;

describe.each(languages)('the screens in %s', (language) => {
  let window: OpenWindow;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    window = await openWindow(language);
  });
  afterAll(() => window?.close());

  const outcomes = Object.entries(LANGUAGES[language].outcome);
  const longest = outcomes.sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';

  const picture = (name: string, { width, height }: Size) =>
    window.page.screenshot({
      path: path.join(pictures, `${name}-${width}x${height}-${language}.png`),
    });
  const faultsOf = async (name: string): Promise<string[]> =>
    (await window.page.evaluate(auditLayout, rulesFor(name))).map((fault) => `${name}: ${fault}`);

  test('speak the language of the terminal, from the side where it begins', async () => {
    expect(await window.page.getAttribute('html', 'lang')).toBe(language);
    expect(await window.page.getAttribute('html', 'dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  describe.each(SIZES)('at $width×$height', (size) => {
    beforeAll(() => window.resize(size));

    test.each([
      ['the route and the dock', /^(starting|route|dock)/],
      ['the set-up', /^setup/],
      ['the door', /^door/],
      ['an acceptance', /^accepted/],
      ['a refusal', /^refused/],
    ])('%s: nothing is cut off, too small, too close or too pale', async (_what, kind) => {
      const faults: string[] = [];
      for (const [name, screen] of screens.filter(([each]) => kind.test(each))) {
        await window.show(screen);
        await arm(window);
        faults.push(...(await faultsOf(name)));
        if (withPicture.test(name)) await picture(name, size);
      }
      expect(faults).toEqual([]);
    });

    // In the dock there is the most room: what is read from afar is enough.
    if (size.width === 1280) return;

    test('what leads away from the code has room', async () => {
      const { page } = window;
      const faults: string[] = [];
      const look = async (step: string) => {
        await page.waitForFunction(() => document.querySelector('[data-armed="false"]') === null);
        faults.push(...(await faultsOf(step)));
      };
      const big = page.locator('.big-button');
      await window.show({ name: 'starting' });
      await window.show(SCREENS['door-said']);
      await endWithout(window);
      await look('outcomes');
      await picture('exception-outcomes', size);
      await page.locator(`.exception-outcome[data-outcome="${longest}"]`).click();
      await look(longest);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.locator('.door-hand-to').click();
      await look('recipient');
      await page.locator('.hand-over-recipient[data-outcome="neighbour"]').click();
      await page.getByRole('textbox').fill('');
      await look('neighbour');
      await big.click();
      await look('neighbour-missing');
      await page.getByRole('textbox').fill('Müller, 12');
      await big.click();
      await look('details');
      await picture('hand-over-details', size);
      await page.locator('.more-row').first().click();
      await look('kept');
      await page.keyboard.press('Escape');
      await page.locator('.more-row').last().click();
      await look('signature');
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

    test('the sentences of every problem have room', async () => {
      const faults: string[] = [];
      for (const [name, screen] of Object.entries(BLOCKED)) {
        await window.show(screen);
        faults.push(...(await faultsOf(name)));
      }
      expect(faults).toEqual([]);
    });
  });

  test('have every letter in the fonts of the product', async () => {
    const used = await window.page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter((face) => face.status === 'loaded').map((f) => f.family);
    });
    expect(used.join()).toContain('Atkinson Hyperlegible Next');
    expect(used.join().includes('Noto Sans Arabic')).toBe(language === 'ar');
  });

  test('make no errors, and nothing that the policy refuses', () => {
    expect(window.errors).toEqual([]);
  });
});

describe('in Arabic', () => {
  let window: OpenWindow;
  beforeAll(async () => {
    window = await openWindow('ar');
  });
  afterAll(() => window?.close());

  const middle = async (selector: string, nth = 0): Promise<number> => {
    const box = await window.page.locator(selector).nth(nth).boundingBox();
    if (box === null) throw new Error(`there is no ${selector} ${nth}`);
    return box.x + box.width / 2;
  };
  /** Where each of the letters of this element is, from left to right, and nothing else. */
  const fromTheLeft = (selector: string) =>
    window.page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const seen: { letter: string; at: number }[] = [];
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode() !== null) {
          const node = walker.currentNode;
          [...(node.textContent ?? '')].forEach((letter, index) => {
            if (!/[\w-]/.test(letter)) return;
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            seen.push({ letter, at: range.getBoundingClientRect().left });
          });
        }
        return seen
          .sort((a, b) => a.at - b.at)
          .map(({ letter }) => letter)
          .join('');
      });

  test('the door is mirrored, upright and sideways, and what points turns round', async () => {
    await window.resize({ width: 480, height: 800 });
    await window.show(SCREENS.door);
    expect(await middle('.door-back')).toBeGreaterThan(await middle('.door-who'));
    expect(
      await window.page
        .locator('.door-back svg')
        .evaluate((icon) => getComputedStyle(icon).transform),
    ).toMatch(/^matrix\(-1,/);
    await window.resize({ width: 800, height: 480 });
    expect(await middle('.keypad')).toBeLessThan(await middle('.door-entry'));
  });

  test('keys and codes are not', async () => {
    await window.resize({ width: 480, height: 800 });
    await reach(window, 'door', SCREENS.door);
    expect(await middle('.key', 0)).toBeLessThan(await middle('.key', 1));
    expect(await fromTheLeft('.code-groups')).toBe('K7QD92M');
    await reach(window, 'door-override', SCREENS['door-override']);
    expect(await fromTheLeft('.door-short-id')).toBe('K7Q010');
    await window.show(SCREENS['refused-already-used']);
    await window.page.locator('.phone-details summary').click();
    expect(await fromTheLeft('.phone-details-card p:first-child')).toBe('already-used');
    expect(await fromTheLeft('.phone-details-card p:last-child')).toBe('K7Q01010');
    await window.page.screenshot({ path: path.join(pictures, 'phone-details-480x800-ar.png') });
  });

  test('the route and what leads away are mirrored, a street in them is not', async () => {
    await window.show(SCREENS.route);
    const row = '.stop-row[data-state="next"]';
    expect(await middle(`${row} .stop-position`)).toBeGreaterThan(
      await middle(`${row} .stop-street`),
    );
    expect(await middle(`${row} .stop-time`)).toBeLessThan(await middle(`${row} .stop-street`));
    expect(await fromTheLeft(`${row} .stop-street`)).toBe('Bergmannstrae27');
    await window.show(SCREENS.door);
    await endWithout(window);
    const beside = (selector: string) =>
      window.page.locator(selector).evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return element.getBoundingClientRect().right - range.getBoundingClientRect().right;
      });
    expect(await beside('.step-street')).toBeLessThan(1);
    expect(await fromTheLeft('.step-street')).toBe('Bergmannstrae27');
    await window.show(SCREENS['door-override']);
    expect(await beside('.door-whose')).toBeLessThan(1);
  });

  test('no screen has other digits than the labels and houses', async () => {
    const texts: string[] = [];
    for (const [, screen] of screens) {
      await window.show(screen);
      texts.push(await window.page.evaluate(() => document.body.textContent ?? ''));
    }
    expect(texts.join('')).not.toMatch(/[٠-٩۰-۹]/);
  });
});
