import { expect, test } from 'vitest';
import { BY_HAND } from './screens/by-hand.ts';
import type { Asked } from './screens/open-window.ts';
import { SCREENS } from './screens/sample-views.ts';
import { submitted, windowForTests } from './screens/window-for-tests.ts';
import { waitUntil } from './support/wait-until.ts';

const { armed, note, open, openDoor, shown, takeSubmitted, window } = windowForTests();

/** As a scanner types: all in one turn, so that no busy machine makes a hand of it. */
const scan = async (...keys: string[]): Promise<void> => {
  await window.page.evaluate((all) => {
    for (const key of all) {
      for (const type of ['keydown', 'keyup']) {
        const event = new KeyboardEvent(type, { key, code: key, bubbles: true, cancelable: true });
        (document.activeElement ?? document.body).dispatchEvent(event);
      }
    }
  }, keys);
  // Two frames: what a key would have pressed is pressed.
  await window.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
};
const takeScan = async (): Promise<string> => {
  const asked: Asked[] = [];
  await waitUntil('the scan is handed over', async () => {
    asked.push(...(await window.takeAsked()));
    return asked.at(-1)?.channel === 'wedge/submit';
  });
  expect(asked.filter(({ channel }) => !channel.startsWith('wedge/'))).toEqual([]);
  const typed = asked.filter(({ channel }) => channel === 'wedge/type');
  return String.fromCharCode(...typed.map(({ input }) => Number(input['symbol'])));
};

test.each([
  ['where a code is asked for', 'door', '340123450000000018'],
  ['where a code is asked for', 'door', 'K7QD92MX4T'],
  ['where digits are asked for', 'door-token', '482039'],
  ['where digits are asked for', 'door-token', 'KS1/4F7KQ2/K7QD92MX4T'],
  ['at the route', 'route', '123456'],
  ['at the route', 'route', 'LABEL-7'],
  ['at the sign-in', 'sign-in', '712'],
  ['while a verdict stands', 'refused-wrong-code', 'A B'],
  ['while a verdict stands', 'refused-wrong-code', '12345'],
] as const)(
  '%s what a scanner types is a scan, and fills and presses nothing (A4, D10)',
  async (...of) => {
    const [, screen, text] = of;
    await open(SCREENS[screen]);
    await scan(...text, 'Enter');
    expect(await takeScan()).toBe(text);
    if (screen.startsWith('door')) expect(await shown()).toMatch(/^·+$/);
  },
);

test.each([
  ['a lone CR', ['Enter']],
  ['a lone blank', [' ']],
  ['302 tabs and CR', [...Array(302).fill('Tab'), 'Enter']],
])(
  '%s presses nothing, at a door and at a verdict that has the focus (A4)',
  async (_name, keys) => {
    for (const screen of [SCREENS.door, SCREENS['refused-expired']]) {
      await open(screen);
      if (screen.name === 'verdict') await armed();
      await scan(...keys);
      expect(await window.takeAsked()).toEqual([]);
    }
  },
);

test('two short scans are not a code together (A4)', async () => {
  await openDoor();
  await scan(...'123456');
  expect(await takeScan()).toBe('123456');
  await scan(...'7890');
  expect(await takeScan()).toBe('7890');
  expect(await shown()).toBe('··········');
});

test('what a hand has typed of a code stays, whatever is scanned meanwhile (A4)', async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD92MX4', BY_HAND);
  await scan(...'340123450000000018', 'Enter');
  expect(await takeScan()).toBe('340123450000000018');
  expect(await shown()).toBe('K7QD92MX4·');
  await window.page.keyboard.press('T');
  expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
});

test('a scan into a note is a scan, and the note is as it was (A4)', async () => {
  await openDoor();
  await window.page.locator('.door-no-code').click();
  await window.page.locator('.exception-outcome[data-outcome="damaged"]').click();
  await note().fill('Wet');
  await note().focus();
  await window.page.evaluate(
    (keys) => {
      const field = document.activeElement as HTMLInputElement;
      for (const key of keys) {
        const event = new KeyboardEvent('keydown', {
          key,
          code: key,
          bubbles: true,
          cancelable: true,
        });
        if (!field.dispatchEvent(event) || key.length > 1) continue;
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
        set?.call(field, field.value + key);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    },
    [...'K7QD92MX4T', 'Enter'],
  );
  expect(await takeScan()).toBe('K7QD92MX4T');
  expect(await note().inputValue()).toBe('Wet');
});

test('a hand reaches and presses everything with Tab, Enter and the space bar', async () => {
  await open(SCREENS['refused-expired']);
  await armed();
  for (const key of ['Enter', 'Space']) {
    await window.page.keyboard.press(key, { delay: 60 });
    expect((await window.takeAsked()).map(({ channel }) => channel)).toEqual([
      'verdict/acknowledge',
    ]);
  }
  await openDoor();
  const focused = () => window.page.evaluate(() => document.activeElement?.textContent);
  const seen = new Set<string | null | undefined>();
  for (let i = 0; i < 60; i++) {
    await window.page.keyboard.press('Tab', { delay: 80 });
    seen.add(await focused());
  }
  const buttons = await window.page.locator('button:not([disabled])').allTextContents();
  for (const button of buttons) expect(seen).toContain(button);
});

test("the test page says that a keyboard's layout differs, and what to do (D13)", async () => {
  await open(SCREENS['scanner-test-layout']);
  const words = await window.page.locator('.scanner-test-reading').textContent();
  expect(words).toContain('QWERTZ (Deutsch)');
  expect(words).toContain('keyboard country');
  await window.show(SCREENS['scanner-test-keyboard']);
  const others = await window.page.locator('.scanner-test-reading').textContent();
  expect(others).not.toContain('QWERTZ');
  expect(others).toContain('340123450000000017');
});
