import { Worker } from 'node:worker_threads';

/**
 * Asks each process how it is, again and again, until it is stopped; gives how long the answers took,
 * in milliseconds. It has a thread of its own: the terminals keep this one busy.
 */
export const watchHealth = (
  urls: readonly string[],
): { readonly stop: () => Promise<readonly number[]> } => {
  const worker = new Worker(new URL('./health-worker.ts', import.meta.url), { workerData: urls });
  const taken = new Promise<readonly number[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    stop: () => {
      worker.postMessage('stop');
      return taken;
    },
  };
};
