import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { SOUNDS, wavOf } from '../resources/make-sounds.ts';
import { instant } from '../shared/protocol/ids.ts';
import { refusal } from '../shared/protocol/verdict.ts';
import { problemCode } from '../shared/terminal/problem.ts';
import type { ScreenView, VerdictView } from '../shared/terminal/view/view.ts';
import { auditLayout } from './screens/audit-layout.ts';
import { BLOCKED, SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { armed, open, openDoor, window } = windowForTests();
const sounds = path.resolve(import.meta.dirname, '..', 'resources', 'sounds');
const screens: [string, ScreenView][] = Object.entries(SCREENS);

test('says what goes to whom, and what stays', async () => {
  const said = async (screen: ScreenView) => {
    await open(screen);
    return window.page.locator('.verdict-words > *').allTextContents();
  };
  expect(await said(SCREENS['accepted-neighbour'])).toEqual([
    en.verdict.accepted.title,
    'R. Okafor',
    'Hand over 1 parcel to the neighbour: Müller, 12',
    'Keep 1 parcel.',
  ]);
  expect((await said(SCREENS['accepted-safe-place'])).at(-1)).toBe('Leave 2 parcels at: Garage');
  expect(await said(SCREENS['accepted-unlisted'])).toEqual([
    en.verdict.accepted.title,
    'H. Yıldız',
    'Gneisenaustraße 104, 10961 Berlin',
    'Hand over 2 parcels',
    'Not on your route.',
  ]);
  expect((await said(SCREENS['refused-already-used-token'])).at(-1)).toBe(
    en.verdict.refused['already-used'].nextToken,
  );
});

test('counts down how long a stop is locked', async () => {
  const { verdict } = SCREENS['refused-locked-until'];
  // Long enough to be seen on a busy machine.
  const until = instant.parse(Date.now() + 9_500);
  await open({
    ...SCREENS['refused-locked-until'],
    verdict: { ...verdict, refusal: { reason: 'locked', until } } as VerdictView['verdict'],
  });
  await window.page.getByText('Wait 10 s').waitFor();
  await window.page.getByText('You can try again now.').waitFor({ timeout: 13_000 });
});

const verdicts = screens.filter(([, screen]) => screen.name === 'verdict');
test.each(verdicts)('%s covers the window, is announced, and has the focus', async (...of) => {
  await open(of[1]);
  const { page } = window;
  const box = await page.locator('.verdict').boundingBox();
  const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  // All but the band that says what the build must not be used for.
  expect(box).toEqual({ x: 0, y: 22, width: size.width, height: size.height - 22 });
  expect(await page.getByRole('alert').getByRole('heading').textContent()).not.toBe('');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('big-button');
});

test.each(['Enter', 'Space'])('acknowledges the verdict by %s', async (key) => {
  await open({ ...SCREENS['refused-expired'], id: 41 });
  await armed();
  // As long as a finger is on it.
  await window.page.keyboard.press(key, { delay: 60 });
  expect(await window.takeAsked()).toEqual([{ channel: 'verdict/acknowledge', input: { id: 41 } }]);
});

test('does not take the second tap of a glove, or the return key of a scanner', async () => {
  await openDoor();
  await window.stayDeaf(true);
  await window.show(SCREENS['refused-expired']);
  const { x, y, width, height } = (await window.page.locator('.big-button').boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  await window.page.mouse.click(x + width / 2, y + height / 2);
  await window.page.keyboard.press('Enter');
  await window.stayDeaf(false);
  expect(await window.takeAsked()).toEqual([]);
});

test('has the stable code one touch away, and not before', async () => {
  await open(SCREENS['refused-already-used']);
  const details = window.page.locator('.phone-details-card');
  expect(await details.isVisible()).toBe(false);
  await window.page.locator('.phone-details summary').click();
  expect(await details.isVisible()).toBe(true);
  expect(await details.textContent()).toContain('already-used');
  expect(await window.page.evaluate(auditLayout, { mayScroll: [], mayClip: [] })).toEqual([]);
});

test.each<[string, ScreenView, string[]]>([
  ['an acceptance', SCREENS.accepted, ['accepted']],
  ['a refusal', SCREENS['refused-expired'], ['refused']],
  ['an unreadable scan', SCREENS['refused-unreadable'], ['mistyped']],
  ['a code that was mistyped', SCREENS['door-mistyped'], ['mistyped']],
  ['a door', SCREENS.door, []],
])('sounds once for %s', async (_name, screen, expected) => {
  const { page } = window;
  await window.show({ name: 'starting' });
  await page.evaluate(() => {
    const played: Promise<string>[] = [];
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      const name = /(\w+)-[^/]*\.wav/.exec(this.src)?.[1] ?? this.src;
      const playing = play.call(this);
      played.push(playing.then(() => name));
      return playing;
    };
    const stopListening = () => {
      HTMLMediaElement.prototype.play = play;
      return Promise.all(played);
    };
    Object.assign(globalThis, { stopListening });
  });
  await window.show(screen);
  await window.show(screen);
  const heard = await page.evaluate(() =>
    (globalThis as unknown as { stopListening: () => Promise<string[]> }).stopListening(),
  );
  expect(heard).toEqual(expected);
});

test('no screen of a driver shows the code of a problem before it is asked for', async () => {
  const codes = [
    ...problemCode.options,
    ...refusal.options.map((option) => option.shape.reason.value),
    ...['unknown-badge', 'not-a-driver', 'no-badge', 'wrong-pin', 'pin-locked'],
  ].filter((code) => code.includes('-'));
  const shown: string[] = [];
  for (const [name, screen] of [...Object.entries(SCREENS), ...Object.entries(BLOCKED)]) {
    if (name.startsWith('it-')) continue;
    await window.show(screen);
    const text = await window.page.locator('body').evaluate((body) => {
      const seen: string[] = [];
      const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() !== null) {
        if (walker.currentNode.parentElement?.checkVisibility() === true)
          seen.push(walker.currentNode.textContent ?? '');
      }
      return seen.join(' ');
    });
    shown.push(...codes.filter((code) => text.includes(code)).map((code) => `${name}: ${code}`));
  }
  expect(shown).toEqual([]);
});

test('is felt in as many pulses as it has, and no two alike', async () => {
  const pulses: number[] = [];
  for (const name of ['accepted', 'refused-expired', 'refused-unreadable'] as const) {
    await window.show({ name: 'starting' });
    await window.page.evaluate(() => {
      const vibrate = (pattern: number[]) => Object.assign(globalThis, { felt: pattern });
      Object.defineProperty(navigator, 'vibrate', { value: vibrate, configurable: true });
    });
    await window.show(SCREENS[name]);
    const felt = await window.page.evaluate(
      () => (globalThis as unknown as { felt: number[] }).felt,
    );
    pulses.push(Math.ceil(felt.length / 2));
  }
  expect(pulses).toEqual([2, 3, 1]);
});

test.each(Object.entries(SOUNDS))('the sound %s is what its score makes', (name, notes) => {
  const file = readFileSync(path.join(sounds, `${name}.wav`));
  expect(file.equals(wavOf(notes))).toBe(true);
  expect(file.length).toBeLessThanOrEqual(40 * 1024);
});
