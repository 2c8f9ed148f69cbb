import { expect, test } from 'vitest';
import { lookAt, pictureOf } from './screens/look.ts';
import { SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { window } = windowForTests();

// The colours are the same in every language, and at every size.
test('every screen holds in the dark', async () => {
  const faults: string[] = [];
  await window.page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  for (const [name, screen] of Object.entries(SCREENS)) {
    await window.show(screen);
    const picture = pictureOf(`${name}-dark`, { width: 480, height: 800 }, 'en');
    faults.push(...(await lookAt(window, name, { picture })));
  }
  expect(faults).toEqual([]);
});
