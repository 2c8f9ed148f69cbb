import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Target, targetOf, wrongModules } from './native-modules.ts';

const modules = path.resolve(import.meta.dirname, '..', '..', 'node_modules');
const TARGETS: readonly Target[] = [
  { system: 'linux', processor: 'x64' },
  { system: 'linux', processor: 'arm64' },
  { system: 'win32', processor: 'x64' },
  { system: 'win32', processor: 'arm64' },
];
const keytarOf = ({ system, processor }: Target): string =>
  path.join('keytar', 'prebuilds', `${system}-${processor}`, 'keytar.node');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-modules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (from: string, to: string): void =>
  cpSync(path.join(modules, from), path.join(folder, to));

/** As a package has them; Argon2's is SQLite's here, for npm has it for this machine alone. */
const fill = ({ system, processor }: Target): void => {
  const sqlite = path.join('better-sqlite3', 'prebuilds', `${system}-${processor}.node`);
  put(sqlite, sqlite);
  put(sqlite, path.join('@node-rs', 'argon2-some', 'argon2.node'));
  put(sqlite, path.join('@serialport', 'bindings-cpp', 'some.node'));
  put(keytarOf({ system, processor }), keytarOf({ system, processor }));
};

test.each(TARGETS)('a module for $system on $processor is known by its header (W10)', (target) => {
  expect(targetOf(readFileSync(path.join(modules, keytarOf(target))))).toEqual(target);
});

test('what is neither for Linux nor for Windows, or cut off, is for nothing', () => {
  const other = path.join(modules, 'better-sqlite3', 'prebuilds', 'darwin-arm64.node');
  expect(targetOf(readFileSync(other))).toBeNull();
  const whole = readFileSync(path.join(modules, keytarOf({ system: 'win32', processor: 'x64' })));
  for (const length of [0, 2, 63, 64, 128]) expect(targetOf(whole.subarray(0, length))).toBeNull();
  expect(targetOf(Buffer.from('MZ'.padEnd(64, 'x')))).toBeNull();
  expect(targetOf(Buffer.from('\x7fELF'))).toBeNull();
});

test.each(TARGETS)('a whole package for $system on $processor has nothing wrong', (target) => {
  fill(target);
  expect(wrongModules(folder, target)).toEqual([]);
});

test('a module that is missing, or that is for another machine, is named (W10)', () => {
  const target: Target = { system: 'linux', processor: 'arm64' };
  fill(target);
  rmSync(path.join(folder, '@node-rs'), { recursive: true });
  put(keytarOf({ system: 'linux', processor: 'x64' }), keytarOf(target));
  mkdirSync(path.join(folder, 'other'));
  writeFileSync(path.join(folder, 'other', 'some.node'), 'text');
  expect(wrongModules(folder, target)).toEqual([
    'the module for Argon2 is missing',
    'keytar/prebuilds/linux-arm64/keytar.node is for linux x64',
    'other/some.node is for another system',
  ]);
});
