import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { electronExecutable } from '../../e2e/support/app.ts';
import { startOwned } from '../../e2e/support/owned-process.ts';
import type { Start } from './figures.ts';

/** What `watch-window.mjs` says once it has seen what it waits for, or has waited too long. */
const said = z.union([
  z.object({ pids: z.array(z.int()), versions: z.record(z.string(), z.string()) }),
  z.object({ instead: z.string() }),
]);

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
 * @throws if it ends before, or is not shown within a minute: with what is
 */
export const timeStart = async (
  main: string,
  selectors: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> => {
  const watch = path.join(import.meta.dirname, 'watch-window.mjs');
  const before = performance.now();
  const { child, ended, errors, stop } = await startOwned(
    electronExecutable(),
    ['--no-sandbox', watch, main, ...selectors],
    { env: { ...process.env, ...env } },
  );
  try {
    const line = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('\n')) resolve(text);
      });
      void ended.then(() => reject(new Error(`${main} ended before it was shown: ${errors()}`)));
    });
    const ms = performance.now() - before;
    const seen = said.parse(JSON.parse(line));
    if ('instead' in seen) throw new Error(`${main} shows ${seen.instead}`);
    return { ms, memoryMiB: memoryOf(seen.pids), versions: seen.versions };
  } finally {
    await stop();
  }
};
