import { connect, createServer, type Socket } from 'node:net';
import {
  bytesOf,
  headerOf,
  type Message,
  readAnswer,
  readRequest,
  withHeader,
} from './http-message.ts';

/** A request that has come from a terminal, and what may be done to it. */
export type Turn = {
  readonly request: Message;
  /** By what the request is signed: a terminal's id, or a key's fingerprint before it is enrolled. */
  readonly who: string;
  /** With its query. */
  readonly path: string;
  /** Gives the terminal an answer, or so many bytes of it and then cuts. */
  readonly reply: (answer: Message, upTo?: number) => void;
  /** Gives it in pieces of which each ends at one of these bytes. */
  readonly replyInPieces: (answer: Message, ends: readonly number[]) => Promise<void>;
  /** Ends the terminal's connection, as a lost network or as a tidy end. */
  readonly cut: (how: 'reset' | 'end') => void;
  /** Resolves when the terminal has given up. */
  readonly closed: Promise<void>;
};

export type LineProxy = {
  /** What terminals call central by. */
  readonly url: string;
  /** Who looks after requests from now on. */
  readonly use: (meet: (turn: Turn) => Promise<void>) => void;
  readonly stop: () => Promise<void>;
};

const SIGNATURE_INPUT = 'signature-input';
const KEY_ID = /keyid="([^"]+)"/;

/** By what a request is signed; empty if it is not. */
export const keyIdOf = (headers: Readonly<Record<string, string>>): string => {
  const input = Object.entries(headers).find(([name]) => name.toLowerCase() === SIGNATURE_INPUT);
  return KEY_ID.exec(input?.[1] ?? '')?.[1] ?? '';
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Writes bytes, one piece after the other: each ends at one of the given bytes. */
const writeInPieces = async (
  socket: Socket,
  bytes: Buffer,
  ends: readonly number[],
): Promise<void> => {
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    socket.write(bytes.subarray(from, end));
    from = end;
    await nextTurn();
  }
};

/**
 * Asks a central over a connection of its own, and gives its answer; null if it has none, or not all
 * of it. With `upTo` it gets so many bytes and the connection is lost.
 */
export const askCentral = (
  url: string,
  request: Message,
  { upTo, ends = [] }: { readonly upTo?: number; readonly ends?: readonly number[] } = {},
): Promise<Message | null> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const bytes = bytesOf(request);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks))));
    socket.once('connect', () => {
      if (upTo === undefined) void writeInPieces(socket, bytes, ends);
      else socket.write(bytes.subarray(0, upTo), () => socket.resetAndDestroy());
    });
  });

/** Starts a proxy that knows where each request ends, and leaves what becomes of it to others. */
export const startProxy = async (): Promise<LineProxy> => {
  let meet: (turn: Turn) => Promise<void> = async ({ cut }) => cut('reset');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    void closed.then(() => sockets.delete(socket));
    socket.on('error', () => undefined);
    let came: Buffer = Buffer.alloc(0);
    let isBusy = false;
    const cut: Turn['cut'] = (how) => {
      if (how === 'end') socket.end();
      else socket.resetAndDestroy();
    };
    const look = async (): Promise<void> => {
      const read = isBusy ? null : readRequest(came);
      if (read === null) return;
      isBusy = true;
      came = read.rest;
      // To central each request goes by itself; to the terminal the connection stays.
      const request = withHeader(read.request, 'connection', 'close');
      const kept = (answer: Message): Buffer =>
        bytesOf(withHeader(answer, 'connection', 'keep-alive'));
      await meet({
        request,
        who: keyIdOf({ [SIGNATURE_INPUT]: headerOf(request, SIGNATURE_INPUT) ?? '' }),
        path: request.start.split(' ')[1] ?? '',
        reply: (answer, upTo) => {
          const bytes = kept(answer);
          if (upTo === undefined) socket.write(bytes);
          else socket.write(bytes.subarray(0, upTo), () => cut('reset'));
        },
        replyInPieces: (answer, ends) => writeInPieces(socket, kept(answer), ends),
        cut,
        closed,
      });
      isBusy = false;
      await look();
    };
    socket.on('data', (chunk) => {
      came = Buffer.concat([came, chunk]);
      void look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    use: (next) => {
      meet = next;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
