import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OWN_SWITCHES } from '../electron/main/refuse-driven.ts';

const windows = join(import.meta.dirname, 'packaging', 'windows');
const read = (name: string): string => readFileSync(join(windows, name), 'utf8');
const { productName } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'),
);

test('as Windows’ shell Kerbside is started where it is installed, as a kiosk, and again when it ends (W16)', () => {
  const file = read('shell-launcher.xml');
  const installed = `&quot;%ProgramFiles%\\${productName}\\${productName}.exe&quot;`;
  expect(file).toContain(`<Shell Shell="${installed} --${OWN_SWITCHES.kiosk}"`);
  expect(file).toContain('<DefaultAction Action="RestartShell" />');
  // The account's profile is one that there is.
  const ids = [...file.matchAll(/<Profile Id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('support bundles have no program that opens them (W11)', () => {
  expect(read('installer.nsh')).not.toMatch(/shell\\|notepad/i);
});

test('no crash report of Kerbside is made, and no dump has its memory (W14)', () => {
  const script = read('installer.nsh');
  expect(script).toMatch(/ExcludedApplications" "\$\{APP_EXECUTABLE_FILENAME\}" 1/);
  expect(script).toMatch(/LocalDumps.*"DumpType" 0/);
  expect(script).toMatch(/LocalDumps.*"CustomDumpFlags" 8/);
});
