import type { Page } from 'playwright-core';
import type { OpenConsole } from '../../e2e/console/open-console.ts';

/** What is done in the browser, and what is there once it is done. */
export type Interaction = {
  readonly name: string;
  /** Where it begins. */
  readonly at: string;
  /** A selector of what is there before. */
  readonly ready: string;
  /** What is clicked before, in this order. */
  readonly before?: readonly string[];
  /** What is touched: clicked, or given a value. */
  readonly touch: string;
  readonly value?: string;
  /** A selector of what was not there before. */
  readonly done: string;
};

/** Runs in the browser: from the touch until the frame that shows what came of it, in milliseconds. */
const timeTouch = ({ touch, value, done }: Interaction): Promise<number> =>
  new Promise((resolve, reject) => {
    const element = document.querySelector<HTMLElement>(touch);
    if (element === null) {
      reject(new Error(`there is no ${touch}`));
      return;
    }
    const start = performance.now();
    const look = (): void => {
      if (document.querySelector(done) === null) return;
      watch.disconnect();
      // A frame later it is on the screen.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    };
    const watch = new MutationObserver(look);
    setTimeout(() => reject(new Error(`${done} did not come of ${touch}`)), 30_000);
    watch.observe(document, { subtree: true, childList: true, attributes: true });
    if (value === undefined) element.click();
    else {
      // As a hand changes it: React hears of nothing else.
      const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value');
      own?.set?.call(element, value);
      element.dispatchEvent(
        new Event(element.matches('select') ? 'change' : 'input', { bubbles: true }),
      );
    }
    look();
  });

/** Goes to a page and waits until it is of use; gives how long that took, in milliseconds. */
export const timePaint = async (page: Page, url: string, useful: string): Promise<number> => {
  await page.goto(url, { waitUntil: 'commit' });
  return page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const isThere = document.querySelector(selector) !== null;
          if (!isThere) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        };
        look();
      }),
    useful,
  );
};

export const timeInteraction = async (
  { page, goTo }: OpenConsole,
  interaction: Interaction,
): Promise<number> => {
  await goTo(interaction.at);
  await page.locator(interaction.ready).first().waitFor();
  for (const selector of interaction.before ?? []) await page.locator(selector).first().click();
  await page.locator(interaction.touch).first().waitFor();
  return page.evaluate(timeTouch, interaction);
};

/** What the page holds after what is no longer needed was thrown away, in bytes. */
export const heapOf = async ({ debug }: OpenConsole): Promise<number> => {
  await debug.send('HeapProfiler.collectGarbage');
  const { usedSize } = await debug.send('Runtime.getHeapUsage');
  return usedSize;
};

/** The bytes of JavaScript at the first load of an address, as they are compressed. */
export const scriptBytesOf = async ({ page, goTo }: OpenConsole, at: string): Promise<number> => {
  await goTo(at);
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
};

/** What the console waits for more of, before it asks again, in milliseconds. */
const GATHERED_MS = 1_000;

/**
 * Makes it ask again at once. No other wait is shortened: a line that says nothing for long would be
 * opened anew with each word.
 */
export const quicken = (page: Page): Promise<void> =>
  page.evaluate((gathered) => {
    const wait = globalThis.setTimeout.bind(globalThis);
    const quick = (then: () => void, ms = 0) => wait(then, ms === gathered ? 0 : ms);
    Object.assign(globalThis, { setTimeout: quick });
  }, GATHERED_MS);
