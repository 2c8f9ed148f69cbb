import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readBootId, regExe } from './read-boot-id.ts';
import { makeSystemClock } from './system-clock.ts';

// On a real Windows nobody's tests may count its boots: under Wine the registry is this run's own.
const underWine = test.runIf(process.env['KERBSIDE_HOST'] !== undefined);

const KEY =
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management\\PrefetchParameters';
const reg = (...args: readonly string[]): void => {
  execFileSync(regExe(process.env), args, { stdio: 'ignore' });
};
const countBoots = (boots: number): void =>
  reg('add', KEY, '/v', 'BootId', '/t', 'REG_DWORD', '/d', String(boots), '/f');

afterEach(() => {
  if (process.env['KERBSIDE_HOST'] === undefined) return;
  countBoots(1);
  reg('delete', KEY, '/v', 'BootId', '/f');
});

underWine('a registry that counts no boots gives no id, and the clock goes by its own (W2)', () => {
  expect(readBootId()).toBeNull();
  const clock = makeSystemClock({ systemBootId: readBootId });
  expect(clock.boot().bootId).toMatch(/^[\da-f-]{36}$/);
  expect(clock.boot().bootId).toBe(clock.boot().bootId);
  expect(makeSystemClock({ systemBootId: readBootId }).boot().bootId).not.toBe(clock.boot().bootId);
});

underWine('each boot that the registry counts is another one (W3)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kerbside-boots-'));
  let elapsed = 0;
  const start = () =>
    makeSystemClock({
      bootFile: join(folder, 'boot.json'),
      systemBootId: readBootId,
      elapsedMs: () => elapsed,
    }).boot().bootId;
  try {
    countBoots(42);
    expect(readBootId()).toBe('0x2a');
    const first = start();
    elapsed = 1_000;
    expect(start()).toBe(first);
    countBoots(43);
    const second = start();
    expect(second).not.toBe(first);
    // The count stands still from here on, and the boot clock does not.
    elapsed = 500;
    const third = start();
    expect(new Set([first, second, third]).size).toBe(3);
    elapsed = 9_000;
    expect(start()).toBe(third);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

underWine('a reg.exe in the current folder is not the one that is asked (W4)', () => {
  // Windows' own, and a program that answers nothing of the kind.
  const folder = mkdtempSync(join(tmpdir(), 'kerbside-planted-'));
  const another = join(process.env['SystemRoot'] ?? '', 'System32', 'cmd.exe');
  copyFileSync(another, join(folder, 'reg.exe'));
  const before = process.cwd();
  countBoots(42);
  process.chdir(folder);
  try {
    expect(readBootId()).toBe('0x2a');
  } finally {
    process.chdir(before);
  }
});
