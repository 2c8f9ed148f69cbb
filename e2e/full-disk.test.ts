import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { startWorld, type World } from './story/world.ts';

// The terminal's folder is a small disk of its own, which somebody else fills.

const sh = (command: string): void => void execFileSync('sh', ['-c', command]);
/** Whether this test may make a file system. */
const mayMount =
  spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs none "$d" && umount "$d"']).status === 0;

let folder: string;
let disk: string;
let world: World & { readonly end: () => Promise<void> };
let story: Story;
beforeAll(async () => {
  if (!mayMount) return;
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-full-disk-'));
  disk = path.join(folder, 'terminal');
  mkdirSync(disk);
  sh(`mount -t tmpfs -o size=128m,mode=700 none ${disk}`);
  world = await startWorld({ folder });
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const pictures = path.resolve(import.meta.dirname, '..', 'out', 'full-disk');
  const played = await playStory(world, pictures, undefined, first);
  expect(played.results.filter(({ ok }) => !ok)).toEqual([]);
  story = played.story;
});
afterAll(async () => {
  if (!mayMount) return;
  await world?.end();
  sh(`umount ${disk}`);
});

const fill = (filler: string): void => {
  for (let n = 0, bytes = 1 << 20; bytes > 0; ) {
    try {
      writeFileSync(path.join(filler, `${n++}`), Buffer.alloc(bytes));
    } catch {
      bytes >>= 1;
    }
  }
};

test.runIf(mayMount)('a disk that was full has room again: it goes on by itself (S7)', async () => {
  const { line } = world;
  const page = () => world.app.page;
  const filler = path.join(disk, 'filler');
  mkdirSync(filler);
  fill(filler);
  await line.write(`]C100${story.stops[0]?.labels[0]}\r`);
  await page().getByText(en.problem['store-full'].what).waitFor();
  await line.write(`]Q1${story.codes.get(1)?.qr}\r`);
  rmSync(filler, { recursive: true });
  await page().locator('main.door, main.route').waitFor({ timeout: 30_000 });
  await line.write(`]Q1${story.codes.get(1)?.qr}\r`);
  await page().locator('main.verdict[data-tone="accepted"]').waitFor();
});
