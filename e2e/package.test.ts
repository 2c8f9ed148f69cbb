import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import { startWorld, type World } from './story/world.ts';

const root = path.resolve(import.meta.dirname, '..');
const command = path.join(root, 'scripts', 'commands', 'package.ts');
const made = z.object({ path: z.string(), executable: z.string(), testOnly: z.boolean() });

const run = (args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { cwd: root });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });

let packaged: z.infer<typeof made>;
let world: World;
beforeAll(async () => {
  const { code, out, err } = await run(['--dir', '--for-tests', '--json']);
  expect(code, err).toBe(0);
  packaged = made.parse(JSON.parse(out));
  world = await startWorld({ executable: packaged.executable, packaged: true });
}, 300_000);
afterAll(() => world?.end());

test('the packaged app starts, enrols, docks, and verifies a code', async () => {
  const wanted = ['enrol', 'dock-pull', 'sms-sent', 'parcel-scan', 'accept', 'replay-refused'];
  const steps = STEPS.filter(({ id }) => wanted.includes(id));
  const { results } = await playStory(world, path.join(root, 'out', 'packaged'), undefined, steps);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(results.map(({ id }) => id)).toEqual(wanted);
});

test('a build for tests says so in its name and on the screen', async () => {
  expect(packaged.testOnly).toBe(true);
  expect(path.basename(packaged.executable)).toContain('test-only');
  expect(await world.app.page.getByText('TEST BUILD').count()).toBe(1);
});

test('a release of a build for tests is refused, with a sentence', async () => {
  const { code, out, err } = await run(['--for-tests']);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain('must not be released');
});

test('the fuses of the packaged app are as they must be', async () => {
  const { version, resetAdHocDarwinSignature, ...wire } = (await getCurrentFuseWire(
    packaged.executable,
  )) as unknown as Record<string, unknown>;
  const on = Object.entries(wire).filter(([, state]) => state === FuseState.ENABLE);
  const named = (fuse: string) => FuseV1Options[Number(fuse)] ?? fuse;
  // WasmTrapHandlers is how WebAssembly is made fast, and newer Electrons have it.
  const names = on.map(([fuse]) => named(fuse)).filter((name) => name !== 'WasmTrapHandlers');
  expect(names.sort()).toEqual([
    'EnableCookieEncryption',
    'EnableEmbeddedAsarIntegrityValidation',
    // A build for tests alone: a test looks into it by the inspector.
    'EnableNodeCliInspectArguments',
    'OnlyLoadAppFromAsar',
  ]);
});

test('a release keeps the inspector shut as well', () => {
  const settings = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  expect(settings).toContain('enableNodeCliInspectArguments: false');
});
