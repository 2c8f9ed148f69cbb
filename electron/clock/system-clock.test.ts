import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instant } from '../../shared/protocol/ids.ts';
import { readTrustedTime } from '../../shared/protocol/time/trusted-time.ts';
import { regExe } from './read-boot-id.ts';
import { makeSystemClock } from './system-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let folder: string;
let bootFile: string;
let uptime: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-clock-'));
  bootFile = join(folder, 'boot.json');
  uptime = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (systemId: string | null) =>
  makeSystemClock({ bootFile, systemBootId: () => systemId, elapsedMs: () => uptime });

test('the machine has a boot clock that runs, and one id for each boot', () => {
  const systemId = '0x2a';
  const [one, other] = [0, 1].map(() => makeSystemClock({ systemBootId: () => systemId }).boot());
  expect(one?.elapsedMs).toBeGreaterThan(0);
  expect(other?.elapsedMs).toBeGreaterThanOrEqual(one?.elapsedMs ?? 0);
  expect([one?.bootId, other?.bootId]).toEqual([systemId, systemId]);
});

test('a boot that the system has no id for is another one in each process (W2)', () => {
  const ids = [start(null), start(null)].map((clock) => clock.boot().bootId);
  expect(new Set(ids).size).toBe(2);
  const clock = start(null);
  expect(clock.boot().bootId).toBe(clock.boot().bootId);
});

test('the same boot is known again by the next start of the app', () => {
  uptime = HOUR;
  const { bootId } = start('0x2a').boot();
  uptime += HOUR;
  expect(start('0x2a').boot()).toEqual({ bootId, elapsedMs: 2 * HOUR });
  expect(start('0x2b').boot().bootId).not.toBe(bootId);
});

test('where the id stays the same over boots, time does not jump back to the last docking (W3)', () => {
  uptime = 5 * HOUR;
  const anchor = { centralTime: 1_800_000_000_000 as Instant, ...start('0x2a').boot() };
  // Switched off for the night; the day after it runs for longer than it did before the docking.
  const nextDay = (anchor.centralTime + 24 * HOUR) as Instant;
  uptime = MINUTE;
  const clock = start('0x2a');
  uptime = 9 * HOUR;
  const now = readTrustedTime({ anchor, boot: clock.boot(), wall: nextDay, newestEntry: null });
  expect(now).toEqual({ at: nextDay, trust: 'wall' });
  // For good: the app is started once more on that day.
  expect(start('0x2a').boot().bootId).toBe(clock.boot().bootId);
});

test('what is kept of the boot clock follows it, by a minute at most (W3)', () => {
  const clock = start('0x2a');
  uptime = 8 * HOUR;
  const { bootId } = clock.boot();
  expect(JSON.parse(readFileSync(bootFile, 'utf8'))).toMatchObject({ elapsedMs: uptime });
  // Started late after the night, but not as late as that.
  uptime = 8 * HOUR - 2 * MINUTE;
  expect(start('0x2a').boot().bootId).not.toBe(bootId);
});

test.each(['', '{"version":1', '{"version":2,"systemId":"0x2a","elapsedMs":0,"bootId":"b"}'])(
  'what is kept and cannot be read is of another boot: %j',
  (text) => {
    writeFileSync(bootFile, text);
    expect(start('0x2a').boot().bootId).not.toBe('b');
  },
);

test("Windows' reg.exe is named by its whole path (W4)", () => {
  const program = regExe({ SystemRoot: join('C:', 'Windows') });
  expect(program).toBe(join('C:', 'Windows', 'System32', 'reg.exe'));
  expect(regExe({})).toMatch(/^C:.Windows.System32.reg\.exe$/);
});
