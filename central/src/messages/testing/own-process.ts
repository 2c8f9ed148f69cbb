import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Received } from './telephone.ts';

/** What a server in a process of its own tells the test. */
export type FromServer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'received'; readonly message: Received };

export type ServerProcess = {
  readonly port: number;
  readonly received: () => Received[];
  readonly stop: () => Promise<void>;
};

/** Starts a server of this folder, and waits until it listens. */
export const startServer = async (file: string): Promise<ServerProcess> => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = fork(path, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const received: Received[] = [];
  const ended = new Promise((resolve) => child.once('close', resolve));
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (said: FromServer) => {
      if (said.kind === 'listening') resolve(said.port);
      else received.push(said.message);
    });
    child.once('exit', () => reject(new Error(`${file} ended`)));
  });
  return {
    port,
    received: () => [...received],
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
