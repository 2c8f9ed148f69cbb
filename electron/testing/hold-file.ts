import { Worker } from 'node:worker_threads';

/** A file that another program has open, and lets nobody else open, move or delete. */
export type HeldFile = { readonly letGo: () => Promise<void> };

// libuv's UV_FS_O_EXLOCK, which Node.js hands on: on Windows nobody else may open the file then. In
// a thread of its own, for the one under test stands still while it waits for the file.
const HOLDER = `
const { closeSync, constants, openSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const held = openSync(workerData.path, constants.O_RDWR | 0x10000000);
const letGo = () => { closeSync(held); parentPort.postMessage('gone'); parentPort.close(); };
parentPort.once('message', letGo);
if (workerData.forMs !== null) setTimeout(letGo, workerData.forMs);
parentPort.postMessage('held');
`;

/**
 * Holds a file as a virus scanner does, on Windows: for some milliseconds, or until it is told to let
 * go. Resolves once it is held.
 */
export const holdFile = async (path: string, forMs: number | null = null): Promise<HeldFile> => {
  const holder = new Worker(HOLDER, { eval: true, workerData: { path, forMs } });
  const ended = new Promise<void>((resolve) => holder.once('exit', () => resolve()));
  await new Promise((resolve, reject) => {
    holder.once('message', resolve);
    holder.once('error', reject);
  });
  return {
    letGo: async () => {
      holder.postMessage('let go');
      await ended;
    },
  };
};
