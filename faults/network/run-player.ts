import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Edit } from '../kill/bundle.ts';
import { altered } from '../support/altered.ts';
import type { Wrong } from './judge.ts';
import type { FaultName } from './line-faults.ts';

const PLAYER = fileURLToPath(new URL('./player.ts', import.meta.url));

/** What one run came to. */
export type SaidByPlayer = {
  readonly seed: number;
  readonly wrongs: readonly Wrong[];
  readonly crashes: readonly string[];
  readonly entries: number;
  readonly handOvers: number;
  readonly raced: number;
  readonly killed: number;
  readonly faults: readonly (readonly [FaultName, number])[];
};

export type PlayerOptions = {
  /** The seed of the first run. */
  readonly from: number;
  readonly runs: number;
  /** Whether it stops at the first run in which something is wrong. */
  readonly untilWrong: boolean;
  /** Processes of central that serve; none where nothing is to be killed. */
  readonly serving: number;
  readonly only: readonly FaultName[] | null;
  /** What of the product is changed: of the terminals and of central. */
  readonly edits: readonly Edit[];
};

/** Plays runs in a process of their own, and hears of each. Rejects if the process fails. */
export const runPlayer = async (
  { edits, ...options }: PlayerOptions,
  heard: (said: SaidByPlayer) => void,
): Promise<void> => {
  const { args, env } = altered(edits);
  const child = spawn(process.execPath, [...args, PLAYER, JSON.stringify(options)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    heard(JSON.parse(line) as SaidByPlayer);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`the player ended with ${code}: ${errors}`);
};
