import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { formatBadge } from '../shared/protocol/crew/badge.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { startWorld, type World } from './story/world.ts';

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'driver');
const PIN = '482913';

let world: World;
let story: Story;
let badge = '';
let number = 0;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  world = await startWorld();
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const played = await playStory(world, pictures, undefined, first);
  expect(played.results.filter(({ ok }) => !ok)).toEqual([]);
  story = played.story;
  const { staff } = world.central;
  const kim = await staff.addStaff(story.depot, 'Kim Petersen', 'driver');
  await staff.setPin(kim.member.id, PIN);
  number = kim.member.number;
  badge = kim.badge;
});
afterAll(() => world?.end());

const page = () => world.app.page;
const scan = (text: string) => world.line.write(`]Q1${text}\r`);
const picture = (name: string) => page().screenshot({ path: path.join(pictures, `${name}.png`) });
const says = (words: string) => page().locator('main.sign-in .notice', { hasText: words });
const dock = async (): Promise<void> => {
  await page()
    .locator('main.dock:is([data-glance="ready"], [data-glance="empty"], [data-glance="enrolled"])')
    .waitFor();
  await page().locator('main.dock .big-button').click();
};
const stop = (n: number) => {
  const found = story.stops[n - 1];
  if (found === undefined) throw new Error(`there is no stop ${n}`);
  return found;
};
const openByLabel = async (n: number) => {
  await world.line.write(`]C100${stop(n).labels[0]}\r`);
  await page().locator('main.door').waitFor();
};

test('a roster that comes with a docking asks who drives', async () => {
  expect(number).toBe(1);
  await page().locator('main.route .route-dock').click();
  await dock();
  await page().locator('main.sign-in').waitFor();
  await world.line.write(`]C100${stop(1).labels[0]}\r`);
  await says(en.signIn.refused['no-badge']).waitFor();
  await scan(formatBadge(new Uint8Array(16)));
  await says(en.signIn.refused['unknown-badge']).waitFor();
  await picture('unknown-badge');
});

test('a wrong PIN is counted and signs nobody in; the badge does, and it stays so', async () => {
  await page().keyboard.type(String(number), BY_HAND);
  await page().getByRole('button', { name: 'Next' }).click();
  await page().keyboard.type('000000', BY_HAND);
  await page().getByRole('button', { name: 'Sign in' }).click();
  await says('4 tries left.').waitFor();
  await picture('wrong-pin');
  await scan(badge);
  await page().locator('main.route', { hasText: 'Kim Petersen' }).waitFor();
  await world.app.close();
  await world.restartApp();
  await page().locator('main.route', { hasText: 'Kim Petersen' }).waitFor();
});

test('a stop is found by what is typed of it', async () => {
  await page().getByRole('button', { name: 'Search' }).click();
  await page().keyboard.type('HADDAD fidicin', BY_HAND);
  await page().getByText('1 stop found').waitFor();
  await picture('search');
  // The one that is found is what the large button opens.
  await page().locator('main.writing .big-button[data-armed="true"]').click();
  await page().locator('main.door', { hasText: 'M. Haddad' }).waitFor();
  await page().locator('.door-back').click();
  const rows = page().locator('main.route .stop-row');
  expect(await rows.count()).toBe(1);
  await page().locator('.route-searched').click();
  await page()
    .locator('main.route .stop-row', { hasText: stop(2).customer })
    .waitFor();
});

test('nobody home by mistake is taken back, and the parcels are handed over', async () => {
  await openByLabel(1);
  await page().locator('.door-no-code').click();
  await page().locator('[data-outcome="nobody-home"]').click();
  await page().locator('main.exception .big-button').click();
  await page().locator('main.route', { hasText: 'Start stop 2' }).waitFor();
  await page().getByRole('button', { name: 'Today' }).click();
  await page().getByText(en.history.mayUndo).click();
  await page().locator('main.history .big-button').click();
  await page().getByText('Nobody home (undone)').waitFor();
  await picture('history');
  await page().locator('main.history .step-back').click();
  await page().locator('main.route', { hasText: 'Start stop 1' }).waitFor();
  const code = story.codes.get(1);
  if (code === undefined) throw new Error('no code');
  await scan(code.qr);
  await page().locator('main.verdict[data-tone="accepted"] .big-button').click();
  await page().locator('main.route', { hasText: 'Start stop 2' }).waitFor();
  await page().getByRole('button', { name: 'Today' }).click();
  await page().locator('main.history', { hasText: en.verdict.accepted.title }).waitFor();
  expect(await page().getByText(en.history.mayUndo).count()).toBe(0);
  await page().locator('main.history .step-back').click();
});

test('central tells who drove, what was taken back, and whose code it was', async () => {
  await page().getByRole('button', { name: 'Sign out' }).click();
  await page().locator('main.sign-in .sign-in-dock').click();
  await dock();
  await page().locator('main.sign-in').waitFor();
  const { staff } = world.central;
  expect((await staff.signIns()).signIns.map(({ kind, name, by }) => ({ kind, name, by }))).toEqual(
    [
      { kind: 'signed-out', name: 'Kim Petersen', by: null },
      { kind: 'signed-in', name: 'Kim Petersen', by: 'badge' },
      { kind: 'sign-in-refused', name: 'Kim Petersen', by: 'pin' },
      { kind: 'sign-in-refused', name: null, by: 'badge' },
    ],
  );
  expect((await staff.exceptions()).exceptions).toEqual([{ outcome: 'nobody-home', undone: true }]);
  const { handOvers } = await staff.handOvers();
  expect(handOvers).toMatchObject([
    { counted: true, proved: true, entry: { driver: story.driver } },
  ]);
  expect((await staff.findings()).findings).toEqual([]);
});
