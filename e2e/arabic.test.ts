import { expect, test } from 'vitest';
import { endWithout, reach } from './screens/reach.ts';
import { SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { window } = windowForTests('ar');

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
  expect(await fromTheLeft('.phone-details-card p:nth-child(2)')).toBe('K7Q01010');
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
  for (const [, screen] of Object.entries(SCREENS)) {
    await window.show(screen);
    texts.push(await window.page.evaluate(() => document.body.textContent ?? ''));
  }
  expect(texts.join('')).not.toMatch(/[٠-٩۰-۹]/);
});
