import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export type CentralProcess = {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with the exit code, or null if a signal ended it. */
  readonly exit: Promise<number | null>;
  /** Resolves with the URL when it is ready; rejects if it ends before. */
  readonly ready: Promise<string>;
};

/** Starts central as the process that operators start. */
export const runCentral = (env: Readonly<Record<string, string>>): CentralProcess => {
  const child = spawn(NODE, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const url = /ready at (\S+)\n/.exec(out)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    void exit.then((code) => reject(new Error(`central ended with ${code}: ${err}`)));
  });
  ready.catch(() => {});
  return { child, out: () => out, err: () => err, exit, ready };
};
