import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { LivesDay } from './depot-day.ts';
import { readSaid, type Said } from './said.ts';

/** When a life ends: so long after its start, or so long after so many scans were begun. */
export interface Death {
  readonly scans: number;
  readonly afterMs: number;
}

export interface LifeOptions {
  readonly victim: string;
  readonly folder: string;
  readonly enrolment: string;
  /** What the depot does when it is asked for more. */
  readonly goOn: LivesDay['goOn'];
  readonly seed: number;
  readonly codesOnly: boolean;
  /** Null: it docks for a last time and ends by itself. */
  readonly death: Death | null;
}

export interface LivedLife {
  readonly said: readonly Said[];
  /** It was killed, or it ended by itself as it was told to. */
  readonly asPlanned: boolean;
  readonly errors: string;
}

const LONGEST_MS = 30_000;

const collect = (stream: Readable, heard: (text: string) => void): Promise<void> =>
  new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => heard(chunk.toString('latin1')));
    stream.once('close', resolve);
  });

/** Starts a terminal on a profile, lets it work, and kills it with SIGKILL at the given moment. */
export const liveAndDie = async (options: LifeOptions): Promise<LivedLife> => {
  const { victim, folder, enrolment, goOn, seed, codesOnly, death } = options;
  const told = JSON.stringify({ folder, enrolment, seed, codesOnly, last: death === null });
  const child = spawn(process.execPath, [victim, told], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
  });
  // It asks for the codes that customers have; when it is dead nobody hears the answer.
  child.on('message', () => {
    void goOn().then((codes) => child.connected && child.send(codes, () => undefined));
  });
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  let killed = false;
  const kill = (): void => {
    killed = child.kill('SIGKILL') || killed;
  };
  const timers: NodeJS.Timeout[] = [];
  const killIn = (ms: number): void => void timers.push(setTimeout(kill, ms));
  let hung = false;
  timers.push(
    setTimeout(() => {
      hung = true;
      kill();
    }, LONGEST_MS),
  );
  if (death?.scans === 0) killIn(death.afterMs);
  let text = '';
  let errors = '';
  let scans = 0;
  const closed = [
    collect(child.stdio[3] as Readable, (chunk) => {
      text += chunk;
      const begun = chunk.split('"said":"begin"').length - 1;
      if (death !== null && scans < death.scans && scans + begun >= death.scans) {
        killIn(death.afterMs);
      }
      scans += begun;
    }),
    collect(child.stdio[2] as Readable, (chunk) => {
      errors = (errors + chunk).slice(-2_000);
    }),
  ];
  const end = await exited;
  await Promise.all(closed);
  for (const timer of timers) clearTimeout(timer);
  const asPlanned = !hung && (death === null ? end === 0 : killed && end === 'SIGKILL');
  return { said: readSaid(text), asPlanned, errors };
};
