import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Target, targetOf } from '../scripts/packaging/native-modules.ts';

const root = path.resolve(import.meta.dirname, '..');

/** What @electron/fuses looks for in an Electron, and as many fuses as one can have, all off. */
const FUSES = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x20${'0'.repeat(32)}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-targets-'));
  const electron = path.join(folder, 'electron');
  mkdirSync(path.join(electron, 'resources'), { recursive: true });
  // An Electron for these machines cannot be had everywhere; what is looked at here is the rest.
  for (const name of ['electron', 'electron.exe']) writeFileSync(path.join(electron, name), FUSES);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TARGETS: readonly (Target & { readonly unpacked: string })[] = [
  { system: 'linux', processor: 'arm64', unpacked: 'linux-arm64-unpacked' },
  { system: 'win32', processor: 'x64', unpacked: 'win-unpacked' },
  { system: 'win32', processor: 'arm64', unpacked: 'win-arm64-unpacked' },
];

/** Packs as `npm run package` does, on the stand-in for Electron. */
const pack = ({ system, processor }: Target, output: string) =>
  spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...['--publish', 'never', '--dir', system === 'win32' ? '--win' : '--linux'],
      `--${processor}`,
      ...['-c.electronVersion=45.0.0', `-c.electronDist=${path.join(folder, 'electron')}`],
      `-c.directories.output=${output}`,
      // Both would look into a real program for Windows.
      ...['-c.win.signAndEditExecutable=false', '-c.disableAsarIntegrity=true'],
    ],
    { cwd: root, encoding: 'utf8' },
  );

test.each(TARGETS)(
  'a package for $system on $processor, made on this machine, has each native module for it (W10)',
  (target) => {
    const output = path.join(folder, `${target.system}-${target.processor}`);
    const { status, stdout, stderr } = pack(target, output);
    expect(status, stdout + stderr).toBe(0);
    const modules = path.join(output, target.unpacked, 'resources', 'app.asar.unpacked');
    const found = globSync('**/*.node', { cwd: modules }).sort();
    const { system, processor } = target;
    expect(found.map((file) => targetOf(readFileSync(path.join(modules, file))))).toEqual(
      found.map(() => ({ system, processor })),
    );
    const names = ['@node-rs/argon2-', 'better-sqlite3/', 'keytar/', '@serialport/bindings-cpp/'];
    const counted = names.map((name) => found.filter((file) => file.includes(name)).length);
    expect(counted).toEqual([1, 1, 1, 1]);
    expect(found).toHaveLength(names.length);
  },
);

test('each processor has an installer of its own, with its name in it, and no other one (W10)', () => {
  const settings = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  expect(settings).toContain('buildUniversalInstaller: false');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it in.
  expect(settings).toContain('artifactName: ${name}-setup-${version}-${arch}.${ext}');
});
