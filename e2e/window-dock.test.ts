import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../renderer/i18n/languages.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const done = SCREENS['dock-findings'];

describe.each<Language>(['en', 'de', 'ar'])('what the depot must look at, in %s', (language) => {
  const { open, window } = windowForTests(language);
  const words = LANGUAGES[language].findings;

  test('is listed with stop and reason at every size, and left again', async () => {
    const faults: string[] = [];
    for (const size of SIZES) {
      await window.resize(size);
      await open(done);
      await window.page.locator('.dock-findings').click();
      faults.push(
        ...(await lookAt(window, 'findings', { picture: pictureOf('findings', size, language) })),
      );
      const rows = await window.page.locator('.findings .history-row').allTextContents();
      expect(rows).toHaveLength(done.findings.shown.length);
      for (const [i, { code, stop }] of done.findings.shown.entries()) {
        expect(rows[i]).toContain(words[code]);
        if (stop !== null) expect(rows[i]).toContain(stop.customer);
      }
      await window.page.locator('.findings .step-back').click();
      expect(await window.page.locator('main.dock').count()).toBe(1);
    }
    expect(faults).toEqual([]);
  });
});

describe('what the depot must look at', () => {
  const { open, window } = windowForTests();

  test('is not offered where there is nothing, nor while the docking runs', async () => {
    for (const view of [
      SCREENS['dock-done'],
      { ...SCREENS['dock-handing-in'], findings: done.findings },
    ]) {
      await open(view);
      expect(await window.page.locator('.dock-findings').count()).toBe(0);
    }
  });
});
