import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { electronExecutable } from '../../e2e/support/app.ts';
import type { Start } from './figures.ts';

/** What `watch-window.mjs` says once it has seen what it waits for. */
const shown = z.object({ pids: z.array(z.int()), versions: z.record(z.string(), z.string()) });

export type Started = Start & { readonly versions: Readonly<Record<string, string>> };

/** The memory of processes, what they share counted once (Linux: PSS), in MiB. */
const memoryOf = (pids: readonly number[]): number => {
  const kib = pids.map((pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  });
  return kib.reduce((sum, each) => sum + each, 0) / 1024;
};

/**
 * Starts an Electron with a main process, waits until everything that the selectors name is in its
 * window, and ends it.
 *
 * @param env the variables that it is started with beside this process's own
 * @throws if it ends before
 */
export const timeStart = async (
  main: string,
  selectors: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> => {
  const watch = path.join(import.meta.dirname, 'watch-window.mjs');
  const before = performance.now();
  const child = spawn(electronExecutable(), ['--no-sandbox', watch, main, ...selectors], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const line = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('\n')) resolve(said);
      });
      child.once('error', reject);
      child.once('close', () => reject(new Error(`${main} ended before it was shown`)));
    });
    const ms = performance.now() - before;
    const { pids, versions } = shown.parse(JSON.parse(line));
    return { ms, memoryMiB: memoryOf(pids), versions };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};
