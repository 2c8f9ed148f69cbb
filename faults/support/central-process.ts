import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RateLimits } from '../../central/src/http/rate-limit.ts';
import type { Edit } from '../kill/bundle.ts';
import { altered } from './altered.ts';

const MAIN = fileURLToPath(new URL('./central-main.ts', import.meta.url));

/** The least that a verifier may cost. */
export const LOW_COST = { memoryKiB: 8_192, passes: 1, lanes: 1 } as const;

export type CentralProcessOptions = {
  /** What it calls itself where it notes who has tried to send a message. */
  readonly name: string;
  /** Shared with the central that made the keys. */
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly publicUrl: string;
  /** How far its clock is before the machine's, in milliseconds. */
  readonly aheadMs: number;
  /** The settings of whoever takes messages, as in an operator's file; null: they go to nobody. */
  readonly provider?: unknown;
  /** How many requests it takes a minute; as many as come, if nothing is said. */
  readonly rateLimits?: RateLimits;
  /** Proxies whose word on who asks it takes. */
  readonly trustedProxies?: readonly string[];
};

/** A central that can be killed. */
export type CentralProcess = {
  readonly name: string;
  readonly url: string;
  /** Resolves once its clock is so far before the machine's, or it has ended. */
  readonly setAhead: (aheadMs: number) => Promise<void>;
  /** Ends it with SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<void>;
};

const said = z.union([
  z.strictObject({ url: z.string() }),
  z.strictObject({ aheadMs: z.number() }),
]);

/**
 * Starts central in a process of its own, on a database that another one has made. Where the process
 * that starts it was altered itself, it is as well.
 */
export const startCentralProcess = async (
  options: CentralProcessOptions,
  edits: readonly Edit[] = [],
): Promise<CentralProcess> => {
  const given = JSON.stringify({ ...options, provider: options.provider ?? null });
  const { args, env } = altered(edits);
  const child = fork(MAIN, [given], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [...process.execArgv.filter((one) => !args.includes(one)), ...args],
    env,
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting: (() => void)[] = [];
  void ended.then(() => waiting.forEach((resolve) => void resolve()));
  let isGone = false;
  void ended.then(() => {
    isGone = true;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      const heard = said.parse(message);
      if ('url' in heard) resolve(heard.url);
      else waiting.shift()?.();
    });
    void ended.then(() => reject(new Error(`central has ended: ${errors}`)));
  });
  return {
    name: options.name,
    url,
    ended,
    setAhead: (aheadMs) =>
      new Promise((resolve) => {
        if (isGone || !child.connected) return resolve();
        waiting.push(resolve);
        child.send({ aheadMs }, () => undefined);
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
