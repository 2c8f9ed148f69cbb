import { expect, test } from 'vitest';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { open, window } = windowForTests();

const ENDLESS = {
  wide: 'W'.repeat(120),
  signs: '\ufdfd'.repeat(120),
  marked: `Z${'\u0300\u0316'.repeat(30)}`.repeat(10),
  words: 'Langestraße an der '.repeat(7).slice(0, 120),
} as const;

/** Every customer, street and depot of a screen, replaced. */
const endless = (screen: ScreenView, text: string): ScreenView =>
  JSON.parse(JSON.stringify(screen), (key, value) => {
    if (key === 'customer' || key === 'street') return text;
    if (key === 'address' && Array.isArray(value)) return value.map(() => text);
    return (key === 'driver' || key === 'depot') && typeof value === 'string' ? text : value;
  });

const unlisted = (text: string): ScreenView => {
  const screen = SCREENS['accepted-unlisted'];
  if (screen.verdict.result !== 'accepted' || screen.verdict.unlisted === null) return screen;
  const pass = { ...screen.verdict.unlisted, name: text, address: text };
  return { ...screen, verdict: { ...screen.verdict, unlisted: pass } };
};

const shown = (text: string): readonly (readonly [string, ScreenView])[] => [
  ...(
    [
      'route',
      'door',
      'door-elsewhere',
      'door-override',
      'door-token',
      'accepted',
      'accepted-neighbour',
      'refused-wrong-customer',
      'refused-already-used',
      'refused-locked-until',
      'history',
      'dock-done',
      'dock-findings',
      'dock-enrolled',
    ] as const
  ).map((name) => [name, endless(SCREENS[name], text)] as const),
  ['accepted-unlisted', unlisted(text)],
];

test.each(Object.entries(ENDLESS))(
  'a name and an address of %s are cut (A11)',
  async (_of, text) => {
    const faults: string[] = [];
    for (const size of SIZES) {
      await window.resize(size);
      for (const [name, screen] of shown(text)) {
        await open(screen);
        const picture = pictureOf(`${name}-endless`, size, 'en');
        faults.push(...(await lookAt(window, name, { rules: `${name}-endless`, picture })));
        for (const part of ['h1', '.big-button', '.verdict-next']) {
          const boxes = await window.page.locator(part).all();
          for (const box of boxes) {
            const at = await box.boundingBox();
            const within = at !== null && at.y >= 0 && at.y + at.height <= size.height + 1;
            if (!within) faults.push(`${name}: ${part} is not on the screen`);
          }
        }
      }
    }
    expect(faults).toEqual([]);
  },
);
