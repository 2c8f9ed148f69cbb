import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { type StartedWorld, startWorld } from './story/world.ts';
import { startApp } from './support/app.ts';
import { startDisplay } from './support/display.ts';
import { waitUntil } from './support/wait-until.ts';

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'stopped');

let world: StartedWorld;
let story: Story;
beforeEach(async () => {
  world = await startWorld();
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const played = await playStory(world, pictures, undefined, first);
  expect(played.results.filter(({ ok }) => !ok)).toEqual([]);
  story = played.story;
});
afterEach(() => world?.end());

const scan = (position: number) => world.line.write(`]Q1${story.codes.get(position)?.qr}\r`);
const accept = async (position: number): Promise<void> => {
  await scan(position);
  await world.app.page.locator('main.verdict[data-tone="accepted"]').waitFor();
  await world.app.page.locator('main.verdict .big-button').click();
  await world.app.page.locator('main.route').waitFor();
};
const sees = (text: string): Promise<void> =>
  world.app.page.getByText(text).first().waitFor({ timeout: 40_000 });
const handOvers = async () => (await world.central.staff.handOvers()).handOvers;

test('a terminal that is revoked accepts nothing from its docking on, and hands in the rest (A10)', async () => {
  const { staff } = world.central;
  await accept(1);
  const [terminal] = (await staff.terminals()).terminals;
  await staff.revoke(terminal?.id ?? '');
  // Nobody has told it yet.
  await accept(2);
  await world.app.page.locator('main.route .route-dock').click();
  await sees(en.problem['terminal-revoked'].what);
  await sees(en.problem['terminal-revoked'].next);
  await sees(en.blocked.sent);
  expect(await handOvers()).toMatchObject([{ counted: true }, { counted: true }]);
  await scan(3);
  await world.app.close();
  await world.restartApp();
  await sees(en.problem['terminal-revoked'].what);
  await scan(3);
  await sees(en.blocked.sent);
  expect(await world.app.page.locator('main.verdict').count()).toBe(0);
  expect(await handOvers()).toHaveLength(2);
});

test('of two apps on copies of one profile the second does not start (A1)', async () => {
  const display = await startDisplay({ width: 600, height: 900 });
  const copy = path.join(world.folder, 'copy');
  await world.app.close();
  cpSync(world.profile, copy, { recursive: true });
  await world.restartApp();
  await world.app.page.locator('main.route').waitFor();
  const env = { ...world.keychain, ...display.env };
  const twin = await startApp({ profile: copy, scanner: '/dev/null', env });
  await twin.page.getByText(en.problem['store-in-use'].what).waitFor();
  await accept(1);
  expect(await twin.page.locator('main.route').count()).toBe(0);
  // Once the first is gone it goes on, and finds that its records are old.
  await world.app.close();
  await twin.page.getByText(en.problem['store-rolled-back'].what).waitFor({ timeout: 40_000 });
  await twin.close();
  await display.stop();
  await world.restartApp();
  await world.app.page.locator('main.route').waitFor();
});

test('a terminal whose clone has handed in first stops, and keeps and sends all it has (A5)', async () => {
  // Store and keychain as they are now, whole, on another machine.
  const clone = path.join(world.folder, 'clone');
  await world.app.close();
  cpSync(world.profile, clone, { recursive: true });
  const other = path.join(world.folder, 'other-keyring');
  cpSync(world.keychain['HOME'] ?? '', other, { recursive: true });
  await world.restartApp();
  await accept(1);
  await world.app.close();
  // The honest one's state is put aside; the clone runs in its place, and docks first.
  const honest = path.join(world.folder, 'honest');
  cpSync(world.profile, honest, { recursive: true });
  const honestRing = path.join(world.folder, 'honest-keyring');
  const rings = (home: string) => path.join(home, '.local', 'share', 'keyrings');
  const home = world.keychain['HOME'] ?? '';
  cpSync(rings(home), honestRing, { recursive: true });
  cpSync(clone, world.profile, { recursive: true, force: true });
  cpSync(rings(other), rings(home), { recursive: true, force: true });
  await world.keyring.unlock();
  await world.restartApp();
  await accept(2);
  await world.app.page.locator('main.route .route-dock').click();
  await sees('Ready');
  await world.app.close();

  cpSync(honest, world.profile, { recursive: true, force: true });
  cpSync(honestRing, rings(home), { recursive: true, force: true });
  await world.keyring.unlock();
  await world.restartApp();
  await world.app.page.locator('main.route .route-dock').click();
  await sees(en.problem['log-refused'].what);
  await sees(en.problem['log-refused'].next);
  await sees(en.blocked.sent);
  await waitUntil('central has the fork', async () =>
    (await world.central.staff.findings()).findings.some(({ code }) => code === 'forked'),
  );
  await world.app.close();
  await world.restartApp();
  await sees(en.problem['log-refused'].what);
  await scan(3);
  await sees(en.blocked.sent);
  // What it had accepted is listed with its proof, and counts once a person has looked.
  expect((await handOvers()).map(({ counted }) => counted).sort()).toEqual([false, true]);
});
