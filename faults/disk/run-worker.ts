import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Fault } from '../kill/invariants.ts';
import { makeControlFile } from './disk-control.ts';

export interface WorkerOptions {
  /** The bundled worker, and what is loaded between it and the C library. */
  readonly worker: string;
  readonly library: string;
  /** A folder of its own. */
  readonly folder: string;
  /** Where the terminals are that trials begin with. */
  readonly bases: string;
  readonly seed: number;
  readonly faults?: number;
  readonly losses?: number;
  readonly lane?: number;
  readonly lanes?: number;
  readonly dies?: boolean;
  readonly dead?: readonly string[];
  /** Called with each thing that was done; true ends the worker. */
  readonly heard: (done: Done) => boolean;
}

const figure = z.enum(['lost', 'duplicated', 'false_accepts', 'undetected', 'crashes']);
const doneLine = z.strictObject({
  /** `late`: a power loss that took what the keychain had answered last with it. */
  kind: z.enum(['fault', 'loss', 'late']),
  where: z.string(),
  faults: z.array(z.strictObject({ kind: figure, what: z.string() })),
});
export type Done = z.infer<typeof doneLine>;
const line = z.union([
  doneLine,
  z.strictObject({ points: z.int(), sizes: z.string() }),
  z.strictObject({ finished: z.literal(true) }),
]);

export interface WorkerEnd {
  readonly end: 'finished' | 'killed' | 'stopped' | 'failed';
  /** What there was to be harmed, in words. */
  readonly points: string;
  readonly faults: readonly Fault[];
}

/** A worker that says nothing for so long hangs: the slowest single thing it does takes seconds. */
const SILENCE_MS = 120_000;

/** Runs one worker to its end. */
export const runWorker = async (options: WorkerOptions): Promise<WorkerEnd> => {
  const { worker, library, folder, bases, heard, seed } = options;
  const { faults = 0, losses = 0, lane = 0, lanes = 1, dies = false, dead = [] } = options;
  mkdirSync(folder, { recursive: true });
  const control = path.join(folder, 'control');
  const record = path.join(folder, 'record');
  makeControlFile(control);
  writeFileSync(record, '');
  const told = { folder, bases, seed, faults, losses, lane, lanes, dies, dead };
  const child = spawn(process.execPath, [worker, JSON.stringify(told)], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LD_PRELOAD: library,
      KERBSIDE_DISK_CONTROL: control,
      KERBSIDE_DISK_RECORD: record,
    },
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-1_000);
  });
  let points = '';
  let finished = false;
  let stopped = false;
  let rest = '';
  let hung = false;
  const patience = setTimeout(() => {
    hung = child.kill('SIGKILL');
  }, SILENCE_MS);
  (child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
    patience.refresh();
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const one = line.parse(JSON.parse(text));
      if ('points' in one) points = `${one.points} points (${one.sizes})`;
      else if ('finished' in one) finished = true;
      else if (!stopped && heard(one)) stopped = child.kill('SIGKILL');
    }
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_, by) => resolve(by));
  });
  clearTimeout(patience);
  if (stopped) return { end: 'stopped', points, faults: [] };
  if (finished) return { end: 'finished', points, faults: [] };
  if (dies && !hung && signal === 'SIGKILL') return { end: 'killed', points, faults: [] };
  const how = hung ? 'was silent until it was killed' : `ended with ${signal ?? 'an error'}`;
  const what = `a worker ${how}: ${errors}`;
  return { end: 'failed', points, faults: [{ kind: 'crashes', what }] };
};
