import { expect, test } from 'vitest';
import { BY_HAND } from './screens/by-hand.ts';
import type { Asked } from './screens/open-window.ts';
import { SCREENS } from './screens/sample-views.ts';
import { submitted, windowForTests } from './screens/window-for-tests.ts';
import { waitUntil } from './support/wait-until.ts';

const { open, shown, takeSubmitted, tap, window } = windowForTests();

test("submits a token's digits at the last one, from the keypad and from a keyboard", async () => {
  await open(SCREENS['door-token']);
  for (const key of '48203') await tap(key);
  expect(await shown()).toBe('48203·');
  expect(await window.takeAsked()).toEqual([]);
  await tap('9');
  await tap('9');
  expect(await window.takeAsked()).toEqual(submitted('482039'));
  await window.show({ ...SCREENS['door-token'], entry: 'verifying' });
  await window.show(SCREENS['refused-wrong-code']);
  await window.show(SCREENS['door-token-question']);
  expect(await shown()).toBe('······');
  await window.page.keyboard.type('oK4-82', BY_HAND);
  await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('2039', BY_HAND);
  await window.page.keyboard.press('Enter');
  expect(await takeSubmitted()).toEqual(submitted('482039'));
  expect(await window.page.content()).not.toContain('482039');
});

test('reads out the question for the token in groups', async () => {
  await open(SCREENS['door-token-question']);
  expect((await window.page.locator('.token-groups').textContent())?.trim()).toBe('7391 8264');
  await window.show(SCREENS['door-token']);
  expect(await window.page.locator('.token-groups').count()).toBe(0);
});

test.each(['KS1/4F7KQ2/K7QD92MX4T', '340123450000000018'])(
  'what a scanner types where digits are asked for is a scan, and no attempt: %s',
  async (text) => {
    await open(SCREENS['door-token']);
    // All in one turn, so that no busy machine makes a hand of it.
    await window.page.evaluate(
      (keys) => {
        for (const key of keys) {
          const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
          document.body.dispatchEvent(event);
        }
      },
      [...text, 'Enter'],
    );
    const asked: Asked[] = [];
    await waitUntil('the scan is handed over', async () => {
      asked.push(...(await window.takeAsked()));
      return asked.at(-1)?.channel === 'wedge/submit';
    });
    const typed = asked.filter(({ channel }) => channel === 'wedge/type');
    expect(String.fromCharCode(...typed.map(({ input }) => Number(input['symbol'])))).toBe(text);
    expect(asked.filter(({ channel }) => channel.startsWith('code/'))).toEqual([]);
    expect(await shown()).toBe('······');
  },
);
