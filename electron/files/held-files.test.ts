import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onceLetGo, removeAll } from './held-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-held-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const held = () => Object.assign(new Error('held'), { code: 'EBUSY' });
const failing = (times: number) => {
  let tried = 0;
  return {
    tried: () => tried,
    work: () => {
      tried += 1;
      if (tried <= times) throw held();
      return 'done';
    },
  };
};

test('what another program holds for a moment is tried again (W7)', () => {
  const { work, tried } = failing(3);
  expect(onceLetGo(work, () => true)).toBe('done');
  expect(tried()).toBe(4);
});

test('what stays held, and what does not pass, is thrown (W7)', () => {
  expect(() => onceLetGo(failing(Number.POSITIVE_INFINITY).work, () => true)).toThrow('held');
  const once = failing(1);
  expect(() => onceLetGo(once.work, () => false)).toThrow('held');
  expect(once.tried()).toBe(1);
});

test.runIf(process.platform === 'linux')('on Linux a refusal does not pass (W7)', () => {
  const { work, tried } = failing(1);
  expect(() => onceLetGo(work)).toThrow('held');
  expect(tried()).toBe(1);
});

test('folders go with all that is in them, and what is not there has gone', () => {
  const deep = join(folder, 'one', 'two');
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, 'file'), '');
  expect(removeAll([join(folder, 'one'), join(folder, 'none')])).toBeNull();
  expect(existsSync(join(folder, 'one'))).toBe(false);
});

test.runIf(process.platform === 'linux')('what cannot be removed keeps nothing else (W7)', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(removeAll(['/proc/version', file])).toMatchObject({ code: 'EPERM' });
  expect(existsSync(file)).toBe(false);
});
