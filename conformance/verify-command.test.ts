import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const published = path.join(root, 'conformance', 'vectors', 'published');
const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-verify-'));
const write = (name: string, content: unknown): string => {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const verify = (...args: string[]) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'scripts', 'commands', 'verify.ts'), ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout };
};

const right = { key: '3132333435363738393031323334353637383930', counter: 0, digits: 6 };
const wrong = write('wrong.json', [
  { ...right, expect: '755224' },
  { ...right, expect: '755225' },
]);

test('a file that holds gives 0, one that does not gives 1, and says what came', () => {
  const file = path.join(published, 'rfc4226.json');
  expect(verify('vectors', file)).toEqual({
    status: 0,
    stdout: `✓ ${file}: 10 passed, 0 failed\n`,
  });
  const { status, stdout } = verify('vectors', wrong, '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    file: wrong,
    passed: 1,
    failed: 1,
    failures: [
      { index: 1, name: 'counter 0', expected: { code: '755225' }, actual: { code: '755224' } },
    ],
  });
});

test('several files give one document', () => {
  const { stdout } = verify('vectors', path.join(published, 'rfc6238.json'), wrong, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ passed: 19, failed: 1, files: [{}, {}] });
});

test.each([
  ['nothing to verify', []],
  ['something unknown to verify', ['receipts']],
  ['an unknown option', ['vectors', '--fast']],
  ['no such file', ['vectors', path.join(folder, 'none.json')]],
  ['a file without vectors', ['vectors', write('empty.json', [])]],
  ['a file of something else', ['vectors', write('other.json', { tests: [] })]],
])('%s is wrong usage', (_name, args) => {
  expect(verify(...args)).toEqual({ status: 2, stdout: '' });
});
