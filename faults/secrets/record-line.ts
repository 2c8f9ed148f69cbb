import { connect, createServer, type Socket } from 'node:net';

/** A listener between the terminal and central that passes everything on, and keeps a copy. */
export type RecordedLine = {
  readonly url: string;
  /** Where what arrives goes on to; nobody is there before the first call. */
  readonly leadTo: (port: number) => void;
  /** All bytes so far, of both directions. */
  readonly recorded: () => Buffer;
  readonly stop: () => Promise<void>;
};

/** Listens on a free port of the loopback interface. */
export const recordLine = async (): Promise<RecordedLine> => {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  let target: number | null = null;
  const server = createServer((near) => {
    sockets.add(near);
    near.once('close', () => sockets.delete(near));
    near.on('error', () => near.destroy());
    if (target === null) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    sockets.add(far);
    far.once('close', () => {
      sockets.delete(far);
      near.destroy();
    });
    far.on('error', () => near.destroy());
    near.once('close', () => far.destroy());
    near.on('data', (chunk) => {
      chunks.push(chunk);
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      chunks.push(chunk);
      near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to listen on');
  return {
    url: `http://127.0.0.1:${address.port}`,
    leadTo: (port) => {
      target = port;
    },
    recorded: () => Buffer.concat(chunks),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
