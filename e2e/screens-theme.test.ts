import { expect, test } from 'vitest';
import type { Settings } from '../shared/terminal/settings/settings.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { window } = windowForTests();

/** Looks at every screen as it is with these settings. */
const faultsWith = async (chosen: Partial<Settings>, ending: string, which = /./) => {
  const faults: string[] = [];
  for (const [name, screen] of Object.entries(SCREENS)) {
    if (!which.test(name)) continue;
    await window.showView(viewOf(screen, chosen));
    faults.push(...(await lookAt(window, name, { picture: `${name}-${ending}` })));
  }
  return faults;
};

// The colours are the same in every language, and at every size.
test.each(['dark', 'sun'] as const)('every screen holds in the theme %s', async (theme) => {
  expect(await faultsWith({ theme }, theme)).toEqual([]);
});

// Large text steps back to the usual one, screen by screen, where there is no room for it.
test.each([
  ['de', 'largest'],
  ['de', 'large'],
  ['ar', 'largest'],
] as const)(
  'doors and verdicts in %s have room for text that is %s',
  async (language, textSize) => {
    for (const size of SIZES.filter(({ width }) => width < 1280)) {
      await window.resize(size);
      const ending = pictureOf(textSize, size, language);
      const faults = await faultsWith(
        { language, textSize },
        ending,
        /^(door|accepted|refused|route)/,
      );
      expect(faults).toEqual([]);
    }
  },
);

test('text grows by what was chosen where there is room, in and out of lists', async () => {
  await window.resize({ width: 480, height: 800 });
  const pixels = async (
    selector: string,
    textSize: Settings['textSize'],
    screen: keyof typeof SCREENS,
  ) => {
    await window.showView(viewOf(SCREENS[screen], { textSize }));
    const size = await window.page
      .locator(selector)
      .first()
      .evaluate((each) => getComputedStyle(each).fontSize);
    return Number.parseFloat(size);
  };
  for (const [selector, screen] of [
    ['.stop-street', 'route'],
    ['.verdict-what', 'accepted'],
  ] as const) {
    const normal = await pixels(selector, 'normal', screen);
    expect(await pixels(selector, 'large', screen)).toBeCloseTo(normal * 1.15, 1);
    expect(await pixels(selector, 'largest', screen)).toBeCloseTo(normal * 1.3, 1);
  }
});
