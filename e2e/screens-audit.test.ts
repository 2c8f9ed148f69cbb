import { afterEach, expect, test } from 'vitest';
import { lookAt } from './screens/look.ts';
import { SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { open, window } = windowForTests();

/** Spoils the page that is shown, as a mistake in its style would. The page takes no style element. */
const spoil = (css: string) =>
  window.page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
afterEach(() =>
  window.page.evaluate(() => {
    document.adoptedStyleSheets = [];
  }),
);

test.each([
  ['text in text', 'accepted', '.verdict-next { margin-block-start: -60px }'],
  [
    'broken without a hyphen',
    'refused-store-rolled-back',
    '.verdict p { inline-size: 90px; overflow-wrap: anywhere }',
  ],
  [
    'primary action out of sight',
    'route',
    '.route-foot { overflow: auto; block-size: 120px } .route-tools { margin-block-end: 300px }',
  ],
  ['outside of the window', 'accepted', '.big-button { margin-block-end: -60px }'],
  ['cut off', 'history', 'h1 { inline-size: 20px; overflow: hidden; white-space: nowrap }'],
] as const)('a layout with "%s" is found', async (fault, name, css) => {
  await window.resize({ width: 480, height: 800 });
  await open(SCREENS[name]);
  expect(await lookAt(window, name)).toEqual([]);
  await spoil(css);
  expect((await lookAt(window, name)).join('\n')).toContain(fault);
});
