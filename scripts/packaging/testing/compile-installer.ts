import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const packaging = path.resolve(import.meta.dirname, '..', '..', '..', 'resources', 'packaging');

const makensis = (script: string, given: Readonly<Record<string, string>>): void => {
  const defined = Object.entries(given).map(([name, value]) => `-D${name}=${value}`);
  const file = path.join(import.meta.dirname, script);
  const { status, stdout, stderr } = spawnSync('makensis', ['-V2', '-WX', ...defined, file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`makensis ${script}: ${stdout}${stderr}`);
};

/**
 * Compiles an installer of a version around the product's own script, with stand-ins for the app's
 * files; any warning of NSIS is an error.
 *
 * @param files what is installed beside the app's icon, by name
 * @returns the installer's path in `folder`
 */
export const compileInstaller = (
  folder: string,
  version: string,
  files: Readonly<Record<string, string>>,
): string => {
  const app = path.join(folder, `files-${version}`);
  mkdirSync(app);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(app, name), text);
  cpSync(path.join(packaging, 'icons', 'support.ico'), path.join(app, 'support.ico'));
  const made = path.join(folder, `setup-${version}.exe`);
  makensis('harness.nsi', {
    OUT: made,
    VERSION: version,
    FILES: app,
    INSTALLER_NSH: path.join(packaging, 'windows', 'installer.nsh'),
  });
  return made;
};

/** Compiles a program that writes its command line into a file of Windows' disk, and ends with 0. */
export const compileRecorder = (made: string, record: string): void =>
  makensis('recorder.nsi', { OUT: made, RECORD: record });
