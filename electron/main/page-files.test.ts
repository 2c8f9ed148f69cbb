import { resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { fileFor } from './page-files.ts';

const folder = resolve('/srv/kerbside/renderer');

test('a file of the folder is found', () => {
  expect(fileFor(folder, 'app://kerbside/index.html')).toBe(resolve(folder, 'index.html'));
  expect(fileFor(folder, 'app://kerbside/assets/a.js?x#y')).toBe(resolve(folder, 'assets', 'a.js'));
});

test.each([
  'app://kerbside/../store.db',
  'app://kerbside/..%2f..%2fstore.db',
  'app://kerbside/%2e%2e/%2e%2e/etc/passwd',
  'app://kerbside/..%5c..%5cindex.html%00.js',
  'app://kerbside//etc/hosts.html',
  'app://kerbside/../renderer-other/index.html',
  'app://elsewhere/index.html',
  'app://kerbside/store.db',
  'app://kerbside/',
  'app://kerbside/%ff.html',
  'no url',
])('%s leads nowhere outside of the folder', (url) => {
  const path = fileFor(folder, url);
  expect(path === null || path.startsWith(`${folder}${sep}`)).toBe(true);
  if (/store\.db|passwd|elsewhere|kerbside\/$|%00|%ff|no url/.test(url)) expect(path).toBeNull();
});
