import { expect, test } from 'vitest';
import { SCREENS } from './screens/sample-views.ts';
import { submitted, windowForTests } from './screens/window-for-tests.ts';

const { open, shown, tap, window } = windowForTests();

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
  await window.page.keyboard.type('oK4-82');
  await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('2039');
  await window.page.keyboard.press('Enter');
  expect(await window.takeAsked()).toEqual(submitted('482039'));
  expect(await window.page.content()).not.toContain('482039');
});

test('reads out the question for the token in groups', async () => {
  await open(SCREENS['door-token-question']);
  expect((await window.page.locator('.token-groups').textContent())?.trim()).toBe('7391 8264');
  await window.show(SCREENS['door-token']);
  expect(await window.page.locator('.token-groups').count()).toBe(0);
});
