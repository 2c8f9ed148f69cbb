import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import PouchDB from 'pouchdb-node';
import { timed } from '../depot/transfers.ts';

const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const MAIN = fileURLToPath(new URL('./pouch-main.ts', import.meta.url));

/** PouchDB, in this process and in another one, with real HTTP between them. */
export type PouchPeer = {
  /** Milliseconds that these documents take from here to there; nobody checks a signature. */
  readonly push: (documents: readonly object[]) => Promise<number>;
  /** And from there to here. */
  readonly pull: (documents: readonly object[]) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** As many documents for each request as a hand-in may have entries. */
const BATCH = { batch_size: 500, batches_limit: 10 };

const withIds = (documents: readonly object[]) =>
  documents.map((document, n) => ({ _id: String(n).padStart(8, '0'), document }));

/** Starts it. */
export const startPouch = async (): Promise<PouchPeer> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kerbside-bench-pouch-'));
  const child = spawn(NODE, [MAIN, folder], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    void ended.then(() => reject(new Error("PouchDB's server ended")));
  });
  let made = 0;
  const local = (): PouchDB => new PouchDB(`${folder}/here-${++made}`);
  const replicated = async (
    count: number,
    run: () => PromiseLike<{ docs_written: number; errors: readonly unknown[] }>,
  ): Promise<number> =>
    timed(async () => {
      const { docs_written: written, errors } = await run();
      if (written !== count || errors.length > 0) throw new Error(`PouchDB wrote ${written}`);
    });
  return {
    push: async (documents) => {
      const from = local();
      await from.bulkDocs(withIds(documents));
      const to = `${url}/there-${made}`;
      const ms = await replicated(documents.length, () => from.replicate.to(to, BATCH));
      await from.close();
      return ms;
    },
    pull: async (documents) => {
      const [seed, to] = [local(), local()];
      const there = `${url}/there-${made}`;
      await seed.bulkDocs(withIds(documents));
      await seed.replicate.to(there, BATCH);
      const ms = await replicated(documents.length, () => to.replicate.from(there, BATCH));
      await Promise.all([seed.close(), to.close()]);
      return ms;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
