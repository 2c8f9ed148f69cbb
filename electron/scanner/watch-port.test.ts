import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchPort } from './watch-port.ts';

const looks = async (...listed: readonly boolean[]): Promise<readonly boolean[]> => {
  const answers = [...listed];
  const hasGone = watchPort('COM5', () => answers.shift() ?? false);
  const said: boolean[] = [];
  for (const _ of listed) said.push(await hasGone());
  return said;
};

test('a COM port that is twice not in the list has gone (W9)', async () => {
  expect(await looks(true, false, false)).toEqual([false, false, true]);
});

test('a COM port that is missing once, and one that was never listed, are left open (W9)', async () => {
  expect(await looks(true, false, true, false)).toEqual([false, false, false, false]);
  expect(await looks(false, false, false)).toEqual([false, false, false]);
});

test.runIf(process.platform === 'linux')('a name in the file system has gone at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kerbside-watch-'));
  const path = join(folder, 'port');
  writeFileSync(path, '');
  const hasGone = watchPort(path);
  expect(await hasGone()).toBe(false);
  rmSync(folder, { recursive: true });
  expect(await hasGone()).toBe(true);
});
