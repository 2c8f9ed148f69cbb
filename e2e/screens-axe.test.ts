import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, test } from 'vitest';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { press, window } = windowForTests();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong for those who do not see the screen, in words. */
const faultsOf = async (name: string): Promise<readonly string[]> => {
  const { violations } = await window.page.evaluate(async (): Promise<AxeResults> => {
    const { run } = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
    return run(document, {
      resultTypes: ['violations'],
      // Contrast is looked at by the layout's tests, which ask for more of it.
      rules: { 'color-contrast': { enabled: false } },
    });
  });
  return violations.map(({ id, help, nodes }) => `${name}: ${id}: ${help}: ${nodes[0]?.html}`);
};

test.each(['en', 'de', 'ar'] as const)(
  'axe finds nothing on any screen in %s',
  async (language) => {
    const faults: string[] = [];
    // By the debugger: the policy of the page lets no script in.
    if (language === 'en') await window.page.evaluate(axe);
    for (const [name, screen] of Object.entries(SCREENS)) {
      await window.showView(viewOf(screen, { language }));
      faults.push(...(await faultsOf(name)));
    }
    await window.showView(viewOf(SCREENS.route, { language }));
    await window.page.locator('.route-display').click();
    faults.push(...(await faultsOf('display')));
    await press(/Done|Fertig|تم/);
    expect(faults).toEqual([]);
  },
);
