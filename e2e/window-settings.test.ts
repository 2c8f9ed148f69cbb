import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { DEFAULT_SETTINGS, type Settings } from '../shared/terminal/settings/settings.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { armed, open, press, window } = windowForTests();
const html = (name: string) => window.page.getAttribute('html', name);
const changed = (part: Partial<Settings>) => ({
  channel: 'settings/change',
  input: { ...DEFAULT_SETTINGS, ...part },
});

test.each(['route', 'dock-done'] as const)('is reached from %s, and left again', async (from) => {
  await open(SCREENS[from]);
  await press('Display and sound');
  expect(await window.page.locator('main').getAttribute('class')).toBe('screen display');
  await armed();
  await press('Done');
  expect(await window.page.locator('main.display').count()).toBe(0);
});

test('asks for each of them by one touch', async () => {
  await open(SCREENS.route);
  await press('Display and sound');
  await press(en.display.themes.sun);
  await press('Largest');
  await press('Off');
  await press('Polski');
  expect(await window.takeAsked()).toEqual([
    changed({ theme: 'sun' }),
    changed({ textSize: 'largest' }),
    changed({ volume: 0 }),
    changed({ language: 'pl' }),
  ]);
});

test('shows what is chosen, and what is the matter with the file that keeps it', async () => {
  await open(SCREENS.route);
  await press('Display and sound');
  const view = viewOf(SCREENS.route, { theme: 'dark', volume: 65 });
  await window.showView({ ...view, settings: { ...view.settings, problem: 'settings-not-saved' } });
  const pressed = window.page.locator('[aria-pressed="true"]');
  expect(await pressed.allTextContents()).toEqual(['Dark', 'Normal', 'Medium', 'English']);
  expect(await html('data-theme')).toBe('dark');
  expect(await window.page.getByRole('alert').textContent()).toContain(
    en.problem['settings-not-saved'].what,
  );
});

test('gives way to a stop that a scan has opened', async () => {
  await open(SCREENS.route);
  await press('Display and sound');
  await window.show(SCREENS.door);
  expect(await window.page.locator('main.door').count()).toBe(1);
  await window.show(SCREENS.route);
  expect(await window.page.locator('main.display').count()).toBe(0);
});

test('a verdict stays when the language changes under it, and is said in the new one', async () => {
  const refused = { ...SCREENS['refused-expired'], id: 7 };
  await open(refused);
  const title = window.page.getByRole('alert').getByRole('heading');
  expect(await title.textContent()).toBe('Code expired');
  const verdict = await window.page.locator('main.verdict').elementHandle();
  await window.showView(viewOf(refused, { language: 'ar' }));
  expect(await html('lang')).toBe('ar');
  expect(await html('dir')).toBe('rtl');
  expect(await title.textContent()).toMatch(/^\p{Script=Arabic}/u);
  // The same one, not another that looks like it: it sounds once and keeps the focus.
  expect(await verdict?.evaluate((each) => each.isConnected)).toBe(true);
  expect(await window.page.evaluate(() => document.activeElement?.className)).toBe('big-button');
  await armed();
  await window.page.locator('.big-button').click();
  expect(await window.takeAsked()).toEqual([{ channel: 'verdict/acknowledge', input: { id: 7 } }]);
  await window.showView(viewOf(refused, { language: 'en' }));
  expect(await title.textContent()).toBe('Code expired');
});

test('what is typed stays when the language changes', async () => {
  await open(SCREENS.door);
  await window.page.keyboard.type('K7Q', BY_HAND);
  await window.showView(viewOf(SCREENS.door, { language: 'de' }));
  expect(await html('lang')).toBe('de');
  const slots = await window.page.locator('.code-slot').allTextContents();
  expect(slots.join('').trim()).toBe('K7Q');
});

test('sounds as loud as was chosen, lets it be heard, and is silent when it is off', async () => {
  await open(SCREENS.route);
  await window.page.evaluate(() => {
    const heard: number[] = [];
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      heard.push(this.volume);
      return play.call(this);
    };
    const stopListening = () => {
      HTMLMediaElement.prototype.play = play;
      return heard;
    };
    Object.assign(globalThis, { stopListening });
  });
  await window.showView(viewOf(SCREENS.route, { volume: 35 }));
  await window.showView(viewOf({ ...SCREENS.accepted, id: 8 }, { volume: 35 }));
  await window.showView(viewOf(SCREENS.route, { volume: 0 }));
  await window.showView(viewOf({ ...SCREENS.accepted, id: 9 }, { volume: 0 }));
  const heard = await window.page.evaluate(() =>
    (globalThis as unknown as { stopListening: () => number[] }).stopListening(),
  );
  expect(heard).toEqual([0.35, 0.35]);
});
