import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { startWorld, type World } from './story/world.ts';
import { type CountingDriver, countingDriver } from './support/counting-driver.ts';

/** The most that a driver touches for each job: docs/proof.md has the table. */
const MOST = {
  neighbour: 5,
  part: 2,
  'nobody-home': 2,
  'safe-place-signed': 7,
  undo: 3,
  'after-crash': 0,
} as const;

let world: World;
let story: Story;
let driver: CountingDriver;
beforeAll(async () => {
  world = await startWorld();
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const pictures = path.resolve(import.meta.dirname, '..', 'out', 'touches');
  const played = await playStory(world, pictures, undefined, first);
  expect(played.results.filter(({ ok }) => !ok)).toEqual([]);
  story = played.story;
  driver = countingDriver(page, world.line);
});
afterAll(() => world?.end());

const page = () => world.app.page;
const button = (name: string | RegExp) => page().getByRole('button', { name });
const big = () => page().locator('.big-button[data-armed="true"]');
const openByLabel = async (n: number): Promise<void> => {
  driver.scan(`]C100${story.stops[n - 1]?.labels[0]}\r`);
  await page().locator('main.door').waitFor();
};
const scanCode = async (n: number): Promise<void> => {
  driver.scan(`]Q1${story.codes.get(n)?.qr}\r`);
  await page().locator('main.verdict[data-tone="accepted"]').waitFor();
};
const toRecipient = async (to: 'neighbour' | 'safe-place'): Promise<void> => {
  await driver.touch(button(en.door.handTo));
  await driver.touch(page().locator(`.hand-over-recipient[data-outcome="${to}"]`));
};

test('a stop takes no touch beyond its scans, after a crash neither', async () => {
  await openByLabel(3);
  await world.app.kill();
  await world.restartApp();
  await page().locator('main.door').waitFor({ timeout: 30_000 });
  await scanCode(3);
  // It goes on by itself.
  await page().locator('main.route').waitFor();
  expect(driver.count()).toEqual({ touches: MOST['after-crash'], scans: 2 });
});

test('nobody home, and that undone', async () => {
  await openByLabel(1);
  await driver.touch(page().locator('.door-no-code'));
  await driver.touch(big());
  await page().locator('main.route').waitFor();
  expect(driver.count().touches).toBeLessThanOrEqual(MOST['nobody-home']);
  await driver.touch(button(en.history.title));
  await driver.touch(page().locator('.history-row button').first());
  await driver.touch(big());
  await page().locator('.history-row[data-kind="exception"] button').waitFor({ state: 'detached' });
  expect(driver.count().touches).toBeLessThanOrEqual(MOST.undo);
  await page().locator('.step-back').click();
});

test('a neighbour next door takes it', async () => {
  await openByLabel(1);
  await toRecipient('neighbour');
  await driver.touch(page().locator('.suggestion').first());
  await driver.touch(button(en.handOver.done));
  await page().locator('main.door').waitFor();
  await scanCode(1);
  const { touches, scans } = driver.count();
  expect(touches).toBeLessThanOrEqual(MOST.neighbour);
  expect(scans).toBe(2);
  await page().locator('main.route').waitFor();
});

test('a safe place, with a signature', async () => {
  await openByLabel(2);
  await toRecipient('safe-place');
  await driver.touch(page().locator('.suggestion').first());
  await driver.touch(button(/Signature/));
  await driver.sign(page().locator('.signature-field'));
  await driver.touch(big());
  await driver.touch(button(en.handOver.done));
  await page().locator('main.door').waitFor();
  await scanCode(2);
  expect(driver.count().touches).toBeLessThanOrEqual(MOST['safe-place-signed']);
});

test('a part of a delivery', async () => {
  await world.central.staff.changePolicy(story.depot, { unscanned: 'ask' });
  await page().locator('main.route .route-dock').click();
  await page().locator('main.dock[data-glance="ready"] .big-button[data-armed="true"]').click();
  await page().locator('main.route').waitFor();
  driver.count();
  await openByLabel(5);
  driver.scan(`]Q1${story.codes.get(5)?.qr}\r`);
  await driver.touch(page().getByRole('button', { name: /^Keep 2 parcels/ }));
  await page().locator('main.verdict[data-tone="accepted"]').waitFor();
  expect(driver.count().touches).toBeLessThanOrEqual(MOST.part);
});
