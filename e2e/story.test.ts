import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { startWorld, type World } from './story/world.ts';

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'story');

let world: World;
let story: Story;
let played: Awaited<ReturnType<typeof playStory>>['results'];
beforeAll(async () => {
  world = await startWorld({ gateway: true });
  ({ results: played, story } = await playStory(world, pictures));
});
afterAll(() => world?.end());

test.each(STEPS.map(({ id }) => id))('%s', (id) => {
  const step = played.find((result) => result.id === id);
  expect(step?.ok, step?.detail).toBe(true);
});

test('the messages go through a real gateway, which reports each', () => {
  const step = played.find(({ id }) => id === 'message-delivered');
  expect(step?.detail).toContain('12 delivery reports came back');
});

/** Every spelling of what nobody may find lying about. */
const secrets = (): string[] => [
  ...[...story.codes.values()].flatMap(({ bare, link }) => [
    bare,
    bare.replace('-', ''),
    new URL(link).hash.slice(1),
  ]),
  ...story.stops.flatMap(({ customer, street, phone }) => [customer, street, phone]),
];
const filesOf = (folder: string): string[] =>
  globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => path.join(file.parentPath, file.name));
const found = (bytes: Buffer): string[] => secrets().filter((secret) => bytes.includes(secret));

test('the profile is noise: no header, no code, no address, in any file of it', () => {
  const files = filesOf(world.profile);
  expect(files.map((file) => path.basename(file))).toContain('store.db');
  for (const file of files) {
    const bytes = readFileSync(file);
    expect(bytes.includes('SQLite format 3') && file.includes('store'), file).toBe(false);
    expect(found(bytes), file).toEqual([]);
  }
});

test('no log of the day has a code, a key, an address or a telephone number', () => {
  const kept = readFileSync(path.join(world.profile, 'logs', 'kerbside.log'), 'utf8');
  const logs = [kept, ...world.logs, world.app.errors(), world.central.log()].join('\n');
  expect(logs).toContain('"event":"start"');
  expect(logs).toContain('"route":"/v1/terminal/entries"');
  expect(found(Buffer.from(logs))).toEqual([]);
  const token = readFileSync(path.join(world.folder, 'central', 'operator.token'), 'utf8').trim();
  expect(logs).not.toContain(token);
  // Negative control: the search does find what is there.
  expect(found(Buffer.from(`x${secrets()[0]}x`))).toEqual([secrets()[0]]);
});

test('central keeps no code once it is sent', () => {
  const codes = secrets().filter((secret) => /^[0-9A-Z]{5}-?[0-9A-Z]{5}$/.test(secret));
  expect(codes.length).toBe(2 * story.stops.length);
  const files = filesOf(path.join(world.folder, 'central')).filter(
    // The outbox stands for the operator's network: what is in it has left central.
    (file) => !file.includes('outbox'),
  );
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const code of codes) expect(bytes.includes(code), file).toBe(false);
  }
});
