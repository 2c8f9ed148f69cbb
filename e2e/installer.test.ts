import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  compileInstaller,
  compileRecorder,
} from '../scripts/packaging/testing/compile-installer.ts';
import { startWineMachine, type WineMachine, whyNoWine } from './support/wine-machine.ts';

// The product's own part of the installer, in an installer of the test's, run by Wine. What Windows
// makes of it (who may use a folder, what is reported) is not shown by that: docs/windows.md.

const without = whyNoWine();
if (without !== null) console.log(`Not run: the installer. ${without}`);

const TYPE = 'HKLM\\Software\\Classes';
const WER = 'HKLM\\Software\\Microsoft\\Windows\\Windows Error Reporting';
const RUN = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run|"Kerbside"';
const UNINSTALL =
  'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\io.github.kerbside.terminal';
const PROFILE = '"KERBSIDE_PROFILE"';
const EXE = '\\"C:\\\\Program Files\\\\Kerbside\\\\Kerbside.exe\\"';
const RECORD = 'icacls.txt';
/** Wine's date of a driver; and that the uninstaller's own copy goes at the next start of Windows. */
const OF_WINDOWS = /\|"(?:DriverDateData|PendingFileRenameOperations)"$/;

type State = {
  readonly registry: ReadonlyMap<string, string>;
  readonly files: ReadonlySet<string>;
};
let machine: WineMachine;
let before: State;

const look = (): State => ({ registry: machine.registry(), files: machine.files() });
const newer = ({ registry, files }: State): readonly string[] => [
  ...[...registry].filter(([name, value]) => before.registry.get(name) !== value).map(([n]) => n),
  ...[...files].filter((file) => !before.files.has(file)),
];
const gone = ({ registry, files }: State): readonly string[] => [
  ...[...before.registry.keys()].filter((name) => !registry.has(name)),
  ...[...before.files].filter((file) => !files.has(file)),
];
/** As a person or a script of IT's types it. */
const typed = (line: string): number | null => {
  writeFileSync(path.join(machine.out, 'typed.cmd'), `@echo off\r\n${line}\r\n`);
  return machine.run("wine cmd /c 'Z:\\out\\typed.cmd'").code;
};
const install = (version: string, options = ''): number | null =>
  typed(`Z:\\out\\setup-${version}.exe /S ${options}`);
const valueIn = (name: string): string | undefined => machine.registry().get(name);
const profileOf = (): string | undefined =>
  [...machine.registry()].find(([name]) => name.endsWith(`Environment|${PROFILE}`))?.[1];

beforeAll(() => {
  if (without !== null) return;
  machine = startWineMachine();
  compileInstaller(machine.out, '1.0.0', { 'Kerbside.exe': 'one', 'gone-in-two.txt': 'one' });
  compileInstaller(machine.out, '2.0.0', { 'Kerbside.exe': 'two' });
  const icacls = path.join(machine.disk, 'windows', 'system32', 'icacls.exe');
  compileRecorder(icacls, `C:\\${RECORD}`);
  // As on a real Windows the key is there, and somebody else's setting in it.
  machine.run(`wine reg add '${WER}\\LocalDumps' /v DumpFolder /d 'C:\\dumps' /f`);
  before = look();
});
afterAll(() => machine?.remove());

const installed = path.join('Program Files', 'Kerbside');

test.skipIf(without !== null)(
  'installed silently, everything is in its place, and nothing starts by itself',
  () => {
    expect(install('1.0.0')).toBe(0);
    const { files } = look();
    for (const file of ['Kerbside.exe', 'support.ico', 'Uninstall Kerbside.exe']) {
      expect(files.has(path.join(installed, file)), file).toBe(true);
    }
    expect([...files].filter((file) => file.endsWith('Kerbside.lnk'))).toHaveLength(2);
    expect(valueIn(`${UNINSTALL}|"DisplayVersion"`)).toBe('"1.0.0"');
    expect(valueIn(RUN)).toBeUndefined();
    expect(profileOf()).toBeUndefined();
    const services = newer(look()).filter((name) => /\\Services\\/i.test(name));
    expect(services).toEqual([]);
  },
);

test.skipIf(without !== null)(
  'a support bundle has a name and an icon, and nothing opens it (W11)',
  () => {
    expect(valueIn(`${TYPE}\\.kerbside-support|@`)).toBe('"Kerbside.SupportBundle"');
    expect(valueIn(`${TYPE}\\Kerbside.SupportBundle\\DefaultIcon|@`)).toContain('support.ico');
    const verbs = [...machine.registry().keys()].filter((name) =>
      /Kerbside\.SupportBundle\\shell/i.test(name),
    );
    expect(verbs).toEqual([]);
  },
);

test.skipIf(without !== null)(
  'no crash of it is reported, and no dump has its memory (W14)',
  () => {
    expect(valueIn(`${WER}\\ExcludedApplications|"Kerbside.exe"`)).toBe('dword:00000001');
    const dumps = `${WER}\\LocalDumps\\Kerbside.exe`;
    expect(valueIn(`${dumps}|"DumpType"`)).toBe('dword:00000000');
    expect(valueIn(`${dumps}|"CustomDumpFlags"`)).toBe('dword:00000008');
  },
);

test.skipIf(without !== null)(
  'a profile elsewhere is for the terminal’s account alone, and must be said to be (W15)',
  () => {
    const folder = path.join(machine.disk, 'Kerbside data');
    expect(install('1.0.0', '/PROFILE="C:\\Kerbside data"')).toBe(2);
    expect(existsSync(folder)).toBe(false);
    expect(profileOf()).toBeUndefined();
    const account = 'depot\\a driver';
    expect(install('1.0.0', `/PROFILE="C:\\Kerbside data" /ACCOUNT="${account}"`)).toBe(0);
    expect(existsSync(folder)).toBe(true);
    expect(profileOf()).toBe('str(2):"C:\\\\Kerbside data"');
    const asked = readFileSync(path.join(machine.disk, RECORD), 'utf8');
    expect(asked).toBe(
      '"C:\\windows\\system32\\icacls.exe" "C:\\Kerbside data" /inheritance:r /grant:r ' +
        `"*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" "${account}:(OI)(CI)F"`,
    );
  },
);

test.skipIf(without !== null)(
  'an update takes the older version away, and keeps what was chosen',
  () => {
    expect(install('1.0.0', '/AUTOSTART /KIOSK')).toBe(0);
    expect(valueIn(RUN)).toBe(`"${EXE} --kiosk"`);
    expect(install('2.0.0')).toBe(0);
    const { files } = look();
    expect(readFileSync(path.join(machine.disk, installed, 'Kerbside.exe'), 'utf8')).toBe('two');
    expect(files.has(path.join(installed, 'gone-in-two.txt'))).toBe(false);
    expect(valueIn(`${UNINSTALL}|"DisplayVersion"`)).toBe('"2.0.0"');
    expect(valueIn(RUN)).toBe(`"${EXE} --kiosk"`);
    expect(profileOf()).toBe('str(2):"C:\\\\Kerbside data"');
    expect(valueIn(`${TYPE}\\.kerbside-support|@`)).toBe('"Kerbside.SupportBundle"');
  },
);

test.skipIf(without !== null)('removed, it leaves nothing but what the terminal has kept', () => {
  writeFileSync(path.join(machine.disk, 'Kerbside data', 'store.db'), 'unsent');
  expect(typed('"C:\\Program Files\\Kerbside\\Uninstall Kerbside.exe" /S')).toBe(0);
  const kept = ['Kerbside data', path.join('Kerbside data', 'store.db'), RECORD];
  expect(
    newer(look())
      .filter((name) => !OF_WINDOWS.test(name))
      .sort(),
  ).toEqual(kept.sort());
  expect(gone(look())).toEqual([]);
});
