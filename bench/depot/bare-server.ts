import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const MAIN = fileURLToPath(new URL('./bare-main.ts', import.meta.url));

/** The least that any server does with what terminals send: checks signatures, inserts, answers. */
export type BareServer = {
  readonly url: string;
  /** What it signs its answers with. */
  readonly key: string;
  readonly stop: () => Promise<void>;
};

/** Starts it in a process of its own, as central is, on the same PostgreSQL. */
export const startBareServer = async (databaseUrl: string): Promise<BareServer> => {
  const child = spawn(NODE, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { url, key } = await new Promise<{ url: string; key: string }>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(JSON.parse(chunk.toString())));
    void ended.then(() => reject(new Error('the bare server ended')));
  });
  return {
    url,
    key,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
