import path from 'node:path';
import { expect, test } from 'vitest';
import { node24On, npmOn } from './process.mjs';

test('Node.js is started as the program that it is, and not by a script of a shell (W1)', () => {
  expect(node24On('win32')).toMatch(/[\\/]node_modules[\\/]node[\\/]bin[\\/]node\.exe$/);
  expect(node24On('linux')).toMatch(/\/node_modules\/\.bin\/node$/);
});

test("npm is started by its own program where npm says which, and else by Windows' shell (W1)", () => {
  const cli = path.join('C:', 'node', 'npm-cli.js');
  expect(npmOn('win32', { npm_execpath: cli })).toEqual([process.execPath, cli]);
  expect(npmOn('win32', {})[0]).toBe('cmd');
  expect(npmOn('win32', { npm_execpath: 'C:\\pnpm.exe' })[0]).toBe('cmd');
  expect(npmOn('linux', { npm_execpath: cli })).toEqual(['npm']);
});
