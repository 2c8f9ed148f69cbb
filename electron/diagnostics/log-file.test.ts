import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-log-'));
  file = join(folder, 'logs', 'kerbside.log');
});

// Windows has other rights than these.
test.skipIf(process.platform === 'win32')(
  'the file is its owner’s alone, and so is its folder (A8)',
  () => {
    openLogFile(folder)('one');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
  },
);

test('beyond a megabyte it is the old one, and one older is gone', () => {
  const write = openLogFile(folder);
  write('first');
  writeFileSync(file, 'x'.repeat(1_048_577));
  write('next');
  expect(readFileSync(file, 'utf8')).toBe('next\n');
  expect(statSync(join(folder, 'logs', 'kerbside.old.log')).size).toBe(1_048_577);
});

test.runIf(process.platform === 'linux')(
  'a full disk costs lines, not the app, and what was dropped is counted (A2)',
  () => {
    const write = openLogFile(folder);
    write('before');
    rmSync(file);
    symlinkSync('/dev/full', file);
    expect([write('lost'), write('lost')]).toEqual([false, false]);
    unlinkSync(file);
    expect(write('after')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('{"event":"lines-dropped","count":2}\nafter\n');
  },
);
