import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WORDS } from '../central/page/words/languages.ts';
import { CODE, type PageServer, startPageServer } from '../central/src/testing/page-server.ts';
import type { Instant } from '../shared/protocol/ids.ts';
import { PAGE_LANGUAGES } from '../shared/protocol/link/page-fragment.ts';
import { type Display, startDisplay } from './support/display.ts';
import { openTelephone, type Telephone } from './support/telephone.ts';

// How the customer's page looks and reads: in each language, theme and size, on paper, by ear.

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.resolve(import.meta.dirname, '..', 'out', 'customer-page-pictures');
const SIZES = [
  { width: 320, height: 568 },
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];
const THEMES = ['light', 'dark'] as const;

let display: Display;
let server: PageServer;
let telephone: Telephone;
/** Each state of the page, and its fragment. */
let states: Readonly<Record<'whole' | 'over' | 'damaged', string>>;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  display = await startDisplay({ width: 1400, height: 900 });
  server = await startPageServer();
  const past = (hours: number) => (Date.now() - hours * 3_600_000) as Instant;
  states = {
    whole: server.link(),
    over: server.link({ from: past(30), to: past(28), notAfter: past(25) }),
    damaged: `${server.page}#7K2QF9MX4D`,
  };
  telephone = await openTelephone(states.whole, display.env);
  await page().evaluate(axe);
});
afterAll(async () => {
  await telephone?.close();
  await server?.stop();
  await display?.stop();
});

const page = () => telephone.page;
const show = async (state: keyof typeof states, language: string): Promise<void> => {
  await page().evaluate((hash) => {
    location.hash = hash;
  }, new URL(states[state]).hash);
  await page().locator('select').selectOption(language);
};

test.each(PAGE_LANGUAGES)('axe finds nothing in %s, in light and dark', async (language) => {
  const faults: string[] = [];
  for (const colorScheme of THEMES) {
    await page().emulateMedia({ colorScheme });
    for (const state of ['whole', 'over', 'damaged'] as const) {
      await show(state, language);
      const { violations } = await page().evaluate(async (): Promise<AxeResults> => {
        const { run } = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
        const rules = { 'color-contrast-enhanced': { enabled: true } };
        return run(document, { resultTypes: ['violations'], rules });
      });
      faults.push(
        ...violations.map(
          ({ id, nodes }) => `${state} ${colorScheme}: ${id}: ${nodes[0]?.html ?? ''}`,
        ),
      );
    }
  }
  expect(faults).toEqual([]);
});

test.each(SIZES)('at $width×$height nothing is cut off, and the code is read', async (size) => {
  await telephone.resize(size);
  for (const language of PAGE_LANGUAGES) {
    for (const colorScheme of THEMES) {
      await page().emulateMedia({ colorScheme });
      for (const state of ['over', 'whole'] as const) {
        await show(state, language);
        const wide = await page().evaluate(() => {
          const width = document.documentElement.clientWidth;
          const boxes = [...document.querySelectorAll('body *:not(.heard)')];
          return boxes
            .filter((box) => {
              const { left, right } = box.getBoundingClientRect();
              return left < 0 || right > width + 0.5 || box.scrollWidth > box.clientWidth + 1;
            })
            .filter((box) => getComputedStyle(box).display !== 'inline')
            .map((box) => box.outerHTML.slice(0, 80));
        });
        expect(wide, `${state} ${language}`).toEqual([]);
        await page().evaluate(() => scrollTo(0, 0));
        await page().screenshot({
          path: path.join(
            pictures,
            `${state}-${size.width}x${size.height}-${language}-${colorScheme}.png`,
          ),
        });
      }
      await page().locator('.code').scrollIntoViewIfNeeded();
      await page().locator('.qr').scrollIntoViewIfNeeded();
      expect(Buffer.from(await telephone.readScreen()).toString()).toBe(CODE.qr);
    }
  }
});

test.each(PAGE_LANGUAGES)(
  'on an ordinary telephone time, warning, QR and code are seen without scrolling in %s',
  async (language) => {
    await telephone.resize({ width: 360, height: 740 });
    await show('whole', language);
    await page().evaluate(() => scrollTo(0, 0));
    for (const part of ['.time', '.only', '.qr', '.code']) {
      const box = await page().locator(part).boundingBox();
      expect((box?.y ?? 9_999) + (box?.height ?? 0), part).toBeLessThanOrEqual(740);
    }
    const qr = await page().locator('.qr').boundingBox();
    expect(qr?.width).toBeGreaterThan(290);
  },
);

test('who hears it hears one character after the other, and what the QR is', async () => {
  await show('whole', 'en');
  expect(await page().locator('main').ariaSnapshot()).toContain('M 7 Q D 9, 2 M X 4 B');
  expect(await page().getByRole('img', { name: WORDS.en.qr }).count()).toBe(1);
  expect(await page().getByRole('heading', { level: 1 }).count()).toBe(1);
});

test('it reads from right to left in Arabic, and the code does not', async () => {
  await show('whole', 'ar');
  expect(await page().locator('html').getAttribute('dir')).toBe('rtl');
  expect(await page().locator('.code').getAttribute('dir')).toBe('ltr');
  expect(await page().locator('.code [aria-hidden]').textContent()).toBe(CODE.shown);
});

test('nothing moves', async () => {
  const moving = await page().evaluate(() =>
    [...document.querySelectorAll('*')].filter((one) => {
      const { transitionDuration, animationName } = getComputedStyle(one);
      return transitionDuration !== '0s' || animationName !== 'none';
    }),
  );
  expect(moving).toEqual([]);
});

test('on paper there are the time and the code, black on white, and no buttons', async () => {
  await show('whole', 'de');
  await page().emulateMedia({ media: 'print', colorScheme: 'dark' });
  try {
    await page().evaluate(() => scrollTo(0, 0));
    await page().screenshot({ path: path.join(pictures, 'print.png') });
    for (const part of ['header', '.share']) {
      expect(await page().locator(part).isVisible(), part).toBe(false);
    }
    const ground = await page()
      .locator('.ticket')
      .evaluate((ticket) => [
        getComputedStyle(ticket).color,
        getComputedStyle(document.body).backgroundColor,
      ]);
    expect(ground).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await page().locator('.qr').scrollIntoViewIfNeeded();
    expect(Buffer.from(await telephone.readScreen()).toString()).toBe(CODE.qr);
  } finally {
    await page().emulateMedia({ media: 'screen' });
  }
});
