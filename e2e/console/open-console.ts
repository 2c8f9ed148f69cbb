import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import { openTelephone, type Telephone } from '../support/telephone.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where the pictures go: `docs/console/` shows some of them. */
const PICTURES = path.resolve(import.meta.dirname, '..', '..', 'out', 'console-pictures');

/** A telephone, a desk and a wall. */
export const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const;

/** A browser of its own with the console of a central in it. */
export type OpenConsole = Omit<Telephone, 'kept'> & {
  /** Goes to an address of the console. */
  readonly goTo: (address: string) => Promise<void>;
  /** Begins to count what a hand does: touches, and Enter. */
  readonly countTouches: () => Promise<void>;
  /** How many there were since; until another page is loaded. */
  readonly touches: () => Promise<number>;
  /** Says how somebody wants it, from the next page that is loaded on. */
  readonly prefer: (language: string, theme: string) => Promise<void>;
  /** What axe-core finds wrong; and what is cut off, stands out of the window, or is too small to be hit. */
  readonly faults: () => Promise<readonly string[]>;
  /** Leaves a picture of the whole page. */
  readonly picture: (name: string) => Promise<void>;
};

/** Looks at the whole page. Runs in the browser. */
const auditPage = (): string[] => {
  const nameOf = (element: Element) => element.outerHTML.slice(0, 90);
  const width = document.documentElement.clientWidth;
  /** For whoever hears the page alone. */
  const isHeard = (element: Element | null): boolean =>
    element !== null &&
    (getComputedStyle(element).clipPath === 'inset(50%)' || isHeard(element.parentElement));
  const shown = [...document.querySelectorAll('body *')].filter(
    (element) =>
      element.closest('svg, .frame-skip') === null &&
      element.checkVisibility() &&
      !isHeard(element),
  );
  const faults: string[] = [];
  if (document.documentElement.scrollWidth > width)
    faults.push('the page is wider than the window');
  const { scrollHeight, clientHeight } = document.documentElement;
  const isPageLong = scrollHeight > clientHeight;
  for (const element of shown) {
    const { left, right } = element.getBoundingClientRect();
    const { display, overflowX, overflowY } = getComputedStyle(element);
    if (left < -0.5 || right > width + 0.5) faults.push(`out of the window: ${nameOf(element)}`);
    const isCut = display !== 'inline' && element.scrollWidth > element.clientWidth + 1;
    const isOver = element.closest('[role=dialog]') !== null || element.matches('textarea, select');
    const bar = (element as HTMLElement).offsetWidth - element.clientWidth;
    const isBarred = overflowY === 'auto' && element.scrollHeight > element.clientHeight && bar > 4;
    if (isBarred && !isOver && isPageLong && width - right < 64)
      faults.push(`a second scroll bar: ${nameOf(element)}`);
    if (isCut && overflowX !== 'auto') faults.push(`cut off: ${nameOf(element)}`);
  }
  for (const target of shown.filter((element) => element.matches('button, a, select, input'))) {
    const { width: wide, height: high } = target.getBoundingClientRect();
    if (wide < 44 || high < 44) faults.push(`${wide}×${high}: ${nameOf(target)}`);
  }
  return faults;
};

/** Runs in the browser: counts what a hand does from now on. */
const watchHand = (): void => {
  const page = globalThis as unknown as { touches?: number };
  const isWatched = page.touches !== undefined;
  page.touches = 0;
  if (isWatched) return;
  const count = (): void => {
    page.touches = (page.touches ?? 0) + 1;
  };
  addEventListener('pointerdown', count, { capture: true });
  addEventListener('keydown', ({ key }) => key === 'Enter' && count(), { capture: true });
};

/**
 * Opens the console as whoever a key belongs to; null: as nobody.
 *
 * @param display where the browser is shown, as an environment
 */
export const openConsole = async (
  central: { readonly url: string },
  display: Readonly<Record<string, string>>,
  key: string | null,
): Promise<OpenConsole> => {
  const browser = await openTelephone('about:blank', display);
  const { page, debug } = browser;
  await debug.send('Network.enable');
  if (key !== null) {
    const headers = { authorization: `Bearer ${key}` };
    await debug.send('Network.setExtraHTTPHeaders', { headers });
  }
  mkdirSync(PICTURES, { recursive: true });
  return {
    ...browser,
    goTo: async (address) => {
      await page.goto(`${central.url}${address}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    countTouches: () => page.evaluate(watchHand),
    touches: () => page.evaluate(() => (globalThis as unknown as { touches: number }).touches),
    prefer: (language, theme) =>
      page.evaluate(
        (kept) => localStorage.setItem('kerbside-preferences', kept),
        JSON.stringify({ language, theme }),
      ),
    faults: async () => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(async (): Promise<AxeResults> => {
        const { run } = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
        const rules = { 'color-contrast-enhanced': { enabled: true } };
        return run(document, { resultTypes: ['violations'], rules });
      });
      const broken = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
      return [...broken, ...(await page.evaluate(auditPage))];
    },
    picture: async (name) => {
      await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
    },
  };
};
