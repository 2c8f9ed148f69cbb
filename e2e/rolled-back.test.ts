import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import { copyStore } from './story/turned-back.ts';
import { startWorld, type World } from './story/world.ts';
import { waitUntil } from './support/wait-until.ts';

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'rolled-back');

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.end());

test('a terminal with an old copy of its store reports it and hands in what it has', async () => {
  const { staff } = world.central;
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const { results, story } = await playStory(world, pictures, undefined, first);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);

  // One hand-over that is in the old copy, and one that is not.
  const accept = async (position: number): Promise<void> => {
    await world.line.write(`]Q1${story.codes.get(position)?.qr}\r`);
    await world.app.page.locator('main.verdict[data-tone="accepted"]').waitFor();
    await world.app.page.locator('main.verdict .big-button').click();
    await world.app.page.locator('main.route').waitFor();
  };
  await accept(1);
  await world.app.close();
  copyStore(world.profile, path.join(world.folder, 'yesterday'));
  await world.restartApp();
  await world.app.page.locator('main.route').waitFor();
  await accept(2);
  await world.app.close();
  copyStore(world.profile, path.join(world.folder, 'today'));
  copyStore(path.join(world.folder, 'yesterday'), world.profile);
  await world.restartApp();
  await world.app.page.getByText(en.problem['store-rolled-back'].what).waitFor();

  await waitUntil(
    'central knows',
    async () => (await staff.findings()).findings.length > 0,
    30_000,
  );
  expect((await staff.findings()).findings.map(({ code }) => code)).toEqual(['rolled-back']);
  const handOvers = async () => (await staff.handOvers()).handOvers;
  await waitUntil('what it had is there', async () => (await handOvers()).length > 0, 30_000);
  expect(await handOvers()).toMatchObject([{ proved: true, counted: true }]);

  // With the true store back it is itself again, and the rest comes in, once.
  await world.app.close();
  copyStore(path.join(world.folder, 'today'), world.profile);
  await world.restartApp();
  await world.app.page.locator('main.route .route-dock').click();
  await world.app.page.getByText('Ready').waitFor();
  expect(await handOvers()).toMatchObject([{ counted: true }, { counted: true }]);
  expect((await staff.findings()).findings).toHaveLength(1);
});
