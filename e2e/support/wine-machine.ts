import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { insideWine } from '../../scripts/setup/inside-wine.mjs';

/** As the set-up hands it over (scripts/setup/windows.mjs). */
const handedOver = z.object({
  wine: z.object({ root: z.string(), prefix: z.string() }).optional(),
  without: z.string().optional(),
});

/** A Windows as Wine has it, with a disk and a registry of its own. */
export type WineMachine = {
  /** Its drive C. */
  readonly disk: string;
  /** A folder that is `Z:\out` there. */
  readonly out: string;
  /** Runs a line of shell beside Wine, and waits until everything that it started has ended. */
  readonly run: (line: string) => { readonly code: number | null; readonly said: string };
  /** Every value of the registry, as `key|name`, and every key, as `key|`. */
  readonly registry: () => ReadonlyMap<string, string>;
  /** Every file and folder of drive C. */
  readonly files: () => ReadonlySet<string>;
  readonly remove: () => void;
};

/** Why there is no Wine here; null if there is. */
export const whyNoWine = (): string | null => {
  const text = process.env['KERBSIDE_WINDOWS'];
  if (text === undefined) return 'The set-up has made no Wine.';
  const { wine, without } = handedOver.parse(JSON.parse(text));
  return wine === undefined ? (without ?? 'This is Windows itself.') : null;
};

/** What Wine writes there by itself, whatever is installed. */
const OWN_FILES = /^(?:windows\/temp|users\/[^/]+\/Temp|users\/[^/]+\/AppData\/Local\/Temp)\//i;

const readHive = (file: string, root: string, into: Map<string, string>): void => {
  let key = '';
  for (const line of readFileSync(file, 'utf8').replaceAll('\\\n  ', '').split('\n')) {
    const section = /^\[(.*)\] \d+$/.exec(line)?.[1];
    if (section !== undefined) {
      key = `${root}\\${section.replaceAll('\\\\', '\\')}`;
      into.set(`${key}|`, '');
    }
    const value = /^(@|"(?:[^"\\]|\\.)*")=(.*)$/.exec(line);
    if (value !== null) into.set(`${key}|${value[1]}`, value[2] ?? '');
  }
};

/** Makes a machine out of the one that the set-up keeps. */
export const startWineMachine = (): WineMachine => {
  const { wine } = handedOver.parse(JSON.parse(process.env['KERBSIDE_WINDOWS'] ?? '{}'));
  if (wine === undefined) throw new Error(whyNoWine() ?? '');
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-wine-'));
  const [prefix, out] = [path.join(folder, 'prefix'), path.join(folder, 'out')];
  cpSync(wine.prefix, prefix, { recursive: true, verbatimSymlinks: true });
  mkdirSync(out);
  const disk = path.join(prefix, 'drive_c');
  return {
    disk,
    out,
    run: (line) => {
      const [command, ...args] = insideWine(
        {
          root: wine.root,
          binds: { '/prefix': prefix, '/out': out },
          // No menus of Linux for it; and what a test puts in the place of Windows' own is taken.
          env: { WINEDLLOVERRIDES: 'winemenubuilder.exe=d;icacls.exe=n' },
        },
        `${line}; code=$?; wineserver --wait; exit $code`,
      );
      const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      return { code: status, said: `${stdout}${stderr}` };
    },
    registry: () => {
      const values = new Map<string, string>();
      readHive(path.join(prefix, 'system.reg'), 'HKLM', values);
      readHive(path.join(prefix, 'user.reg'), 'HKCU', values);
      return values;
    },
    files: () =>
      new Set(
        readdirSync(disk, { recursive: true, encoding: 'utf8' }).filter(
          (file) => !OWN_FILES.test(file),
        ),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
