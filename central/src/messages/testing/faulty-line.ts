import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';

/**
 * What a line does to what comes back over it: nothing, keep it for ever, end it, put other bytes in
 * its place, keep it for two seconds, or say it twice. `hang` does not even pass on what is asked.
 */
export type LineFault = 'none' | 'hang' | 'mute' | 'reset' | 'garbage' | 'late' | 'twice';

export type FaultyLine = {
  readonly port: number;
  /** From now on, on open connections as well. A line that gets well again ends them. */
  readonly set: (fault: LineFault) => void;
  readonly stop: () => Promise<void>;
};

const LATE_MS = 2_000;
const GARBAGE = Buffer.from('\u0007\u0000\u0003 this is no protocol\r\n\r\n'.repeat(40));

const listenOn = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

/** A real connection to a port of this machine, which can be made to misbehave. */
export const openFaultyLine = async (to: () => number): Promise<FaultyLine> => {
  let fault: LineFault = 'none';
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };

  const answer = (inner: Socket, bytes: Buffer): void => {
    switch (fault) {
      case 'none':
        inner.write(bytes);
        return;
      case 'twice':
        inner.write(Buffer.concat([bytes, bytes]));
        return;
      case 'garbage':
        inner.write(GARBAGE);
        return;
      case 'reset':
        inner.resetAndDestroy();
        return;
      case 'late':
        setTimeout(() => inner.destroyed || inner.write(bytes), LATE_MS).unref();
        return;
      case 'hang':
      case 'mute':
        return;
    }
  };

  const server = createServer((inner) => {
    keep(inner);
    const outer = createConnection(to(), '127.0.0.1');
    keep(outer);
    inner.on('data', (bytes) => fault === 'hang' || outer.write(bytes));
    inner.on('close', () => outer.destroy());
    outer.on('data', (bytes) => answer(inner, bytes));
    outer.on('close', () => inner.end());
  });
  const port = await listenOn(server);
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    set: (next) => {
      fault = next;
      if (next === 'none') cut();
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A port that is free now. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listenOn(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};
