import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { signDocument } from '../shared/protocol/api/signed.ts';
import { makeSigner, sha256Of } from '../shared/protocol/crypto/keys.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import { startWorld, type World } from './story/world.ts';
import { makeScratchRoot, type ScratchRoot } from './support/scratch-root.ts';

const root = path.resolve(import.meta.dirname, '..');
const command = path.join(root, 'scripts', 'commands', 'package.ts');
const made = z.object({
  path: z.string(),
  executable: z.string(),
  deb: z.string(),
  testOnly: z.boolean(),
});

/** What signs releases in this test; the app is built with its public half. */
const releaseKey = makeSigner(new Uint8Array(32).fill(9));
const UPDATE = 'kerbside_99.0.0_amd64.deb';

const run = (args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: root,
      env: { ...process.env, KERBSIDE_RELEASE_KEY: releaseKey.publicKey },
    });
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
let system: ScratchRoot;
let world: World;
const NAME = 'kerbside-test-only';
const FOLDER = 'opt/Kerbside TEST ONLY';
const inSystem = (file: string): string => path.join(system.folder, file);

beforeAll(async () => {
  const { code, out, err } = await run(['--deb', '--for-tests', '--json']);
  expect(code, err).toBe(0);
  packaged = made.parse(JSON.parse(out));
  system = makeScratchRoot();
  system.dpkg('--install', packaged.deb);
  process.env['KERBSIDE_UPDATES'] = offerUpdate();
  world = await startWorld({ executable: inSystem(`${FOLDER}/${NAME}`), packaged: true });
}, 300_000);
afterAll(async () => {
  await world?.end();
  const feed = process.env['KERBSIDE_UPDATES'];
  if (feed) rmSync(feed, { recursive: true, force: true });
  delete process.env['KERBSIDE_UPDATES'];
  system?.remove();
});

/** A folder as central offers it: a release that is newer than any, in three pieces. */
const offerUpdate = (): string => {
  const feed = mkdtempSync(path.join(tmpdir(), 'kerbside-feed-'));
  const installer = randomBytes(1_200_000);
  const file = {
    target: `linux-${process.arch}-deb`,
    name: UPDATE,
    bytes: installer.length,
    sha256: sha256Of(installer),
  };
  const release = { version: '99.0.0', made: Date.now(), files: [file] };
  writeFileSync(path.join(feed, UPDATE), installer);
  const signed = signDocument('release', 'release', releaseKey, release);
  writeFileSync(path.join(feed, 'release.json'), JSON.stringify(signed));
  return feed;
};

const ask = (...command: readonly [string, ...string[]]): string => {
  const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
};

test('the deb is all of root, writable by root alone, and without a setuid file', () => {
  const lines = ask('dpkg', '--contents', packaged.deb).trim().split('\n');
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => !/^[-d]rw[-x]r-[-x]r-[-x] root\/root /.test(line))).toEqual([]);
  expect(lines.find((line) => line.endsWith('/chrome-sandbox'))).toMatch(/^-rwxr-xr-x /);
});

test('what the deb says of itself comes from electron-builder.yml', () => {
  const field = (name: string): string => ask('dpkg', '--field', packaged.deb, name).trim();
  const yml = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  expect(field('Package')).toBe(NAME);
  expect(field('Maintainer')).toBe(/maintainer: (.*)/.exec(yml)?.[1]);
  const depends = [...yml.matchAll(/--depends=(.*)/g)].map(([, one]) => one);
  expect(depends.length).toBeGreaterThan(5);
  expect(field('Depends')).toBe(depends.join(', '));
});

test('the installed app has its command, its entry in the menu, its icons and the rules for scanners', () => {
  expect(readlinkSync(inSystem(`usr/bin/${NAME}`))).toBe(`/${FOLDER}/${NAME}`);
  const entry = readFileSync(inSystem(`usr/share/applications/${NAME}.desktop`), 'utf8');
  expect(entry).toContain(`Exec="/${FOLDER}/${NAME}"`);
  for (const size of [16, 48, 256, 512]) {
    const icon = `usr/share/icons/hicolor/${size}x${size}/apps/${NAME}.png`;
    expect(existsSync(inSystem(icon)), icon).toBe(true);
  }
  const rules = readFileSync(inSystem('usr/lib/udev/rules.d/70-kerbside-scanners.rules'), 'utf8');
  expect(rules).toContain('TAG+="uaccess"');
  // Nothing starts by itself unless somebody says so.
  expect(existsSync(inSystem('etc'))).toBe(false);
  for (const text of ['kerbside.txt', 'packages.txt', 'electron.txt']) {
    expect(
      existsSync(inSystem(`${FOLDER}/LICENSE${text.startsWith('p') ? 'S' : ''}.${text}`)),
    ).toBe(true);
  }
});

test("Chromium's helper is setuid only where the kernel keeps user namespaces from people", () => {
  const says = (file: string, otherwise: string): string =>
    existsSync(file) ? readFileSync(file, 'utf8').trim() : otherwise;
  const free =
    says('/proc/sys/user/max_user_namespaces', '0') !== '0' &&
    says('/proc/sys/kernel/unprivileged_userns_clone', '1') !== '0' &&
    says('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '0') === '0';
  const { mode } = statSync(inSystem(`${FOLDER}/chrome-sandbox`));
  expect(mode & 0o7777).toBe(free ? 0o755 : 0o4755);
});

test('the installed app starts, enrols, docks, and verifies a code', async () => {
  const wanted = ['enrol', 'dock-pull', 'sms-sent', 'parcel-scan', 'accept', 'replay-refused'];
  const steps = STEPS.filter(({ id }) => wanted.includes(id));
  const { results } = await playStory(world, path.join(root, 'out', 'packaged'), undefined, steps);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(results.map(({ id }) => id)).toEqual(wanted);
});

test('at the dock a newer release is fetched whole, and the screen says that it is ready', async () => {
  const { page } = world.app;
  await page.locator('main.verdict .big-button').click();
  await page.locator('main.route .route-dock, main.door .door-back').first().waitFor();
  const back = page.locator('main.door .door-back');
  if (await back.isVisible()) await back.click();
  await page.locator('main.route .route-dock').click();
  await page.getByText('Version 99.0.0 is ready. IT will install it.').waitFor({ timeout: 60_000 });
  const kept = readFileSync(path.join(world.profile, 'updates', UPDATE));
  const offered = readFileSync(path.join(process.env['KERBSIDE_UPDATES'] ?? '', UPDATE));
  expect(kept.equals(offered)).toBe(true);
  expect(readdirSync(path.join(world.profile, 'updates'))).toEqual([UPDATE]);
});

test('a build for tests says so in its name and on the screen', async () => {
  expect(packaged.testOnly).toBe(true);
  expect(path.basename(packaged.executable)).toBe(NAME);
  await world.app.page.getByText('TEST BUILD').waitFor();
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

test('the deb is removed without a trace but what the terminal has kept', async () => {
  await world.app.close();
  // As IT switches on that the app starts with the session.
  mkdirSync(inSystem('etc/xdg/autostart'), { recursive: true });
  const entry = `${NAME}.desktop`;
  symlinkSync(`/usr/share/applications/${entry}`, inSystem(`etc/xdg/autostart/${entry}`));
  expect(
    system
      .dpkg('--verify', NAME)
      .split('\n')
      .filter((line) => line.includes(' /')),
  ).toEqual([]);
  system.dpkg('--remove', NAME);
  system.dpkg('--purge', NAME);
  expect(system.files()).toEqual([]);
  expect(existsSync(inSystem('opt'))).toBe(false);
  expect(readFileSync(inSystem('var/lib/dpkg/status'), 'utf8').trim()).toBe('');
  expect(existsSync(path.join(world.profile, 'store.db'))).toBe(true);
});
