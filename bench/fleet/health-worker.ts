import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 50;

const taken: number[] = [];
let isOver = false;
parentPort?.once('message', () => {
  isOver = true;
});

const watch = async (url: string): Promise<void> => {
  while (!isOver) {
    const start = performance.now();
    const answer = await fetch(`${url}/healthz`);
    await answer.text();
    if (!answer.ok) throw new Error(`${url} is not well: ${answer.status}`);
    taken.push(performance.now() - start);
    await pause(EVERY_MS);
  }
};

await Promise.all((workerData as readonly string[]).map(watch));
parentPort?.postMessage(taken);
