import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that dpkg takes for a system of its own, with no package installed. */
export type ScratchRoot = {
  readonly folder: string;
  /** Runs dpkg on it; gives what it said. Throws if it fails. */
  readonly dpkg: (...args: readonly string[]) => string;
  /** Every file and link in it that is not dpkg's own. */
  readonly files: () => readonly string[];
  readonly remove: () => void;
};

/**
 * Makes a scratch root. Dependencies are not looked at, for there are none in it; the packages'
 * scripts run outside, with DPKG_ROOT set. Who is not root is taken for root by proot.
 */
export const makeScratchRoot = (): ScratchRoot => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-root-'));
  const state = path.join(folder, 'var', 'lib', 'dpkg');
  for (const each of ['info', 'updates', 'triggers']) {
    mkdirSync(path.join(state, each), { recursive: true });
  }
  for (const each of ['status', 'available']) writeFileSync(path.join(state, each), '');
  mkdirSync(path.join(folder, 'var', 'log'));
  const asRoot = process.getuid?.() === 0 ? [] : ['proot', '--root-id'];
  return {
    folder,
    dpkg: (...args) => {
      const [command = '', ...rest] = [
        ...asRoot,
        'dpkg',
        `--root=${folder}`,
        '--force-script-chrootless,depends',
        ...args,
      ];
      const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, LC_ALL: 'C' };
      const { status, stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8', env });
      if (status !== 0) throw new Error(`dpkg ${args.join(' ')}: ${stderr}`);
      return `${stdout}${stderr}`;
    },
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .filter((file) => !/^var\/(lib\/dpkg|log)\//.test(file))
        .sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
