import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** How a receiver answers; it may do so late, badly, or never. */
export type Answering = (response: ServerResponse, received: Received) => void;

export type Receiver = {
  readonly url: string;
  readonly received: readonly Received[];
  /** What it does from now on. */
  readonly answer: (answering: Answering) => void;
  readonly stop: () => Promise<void>;
};

const read = async (request: IncomingMessage): Promise<Received> => {
  let body = '';
  for await (const piece of request) body += piece;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  return { path: request.url ?? '', headers, body };
};

/** A real receiver of webhooks on this machine, which takes everything unless it is told otherwise. */
export const startReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  let answering: Answering = (response) => response.writeHead(204).end();
  const server: Server = createServer((request, response) => {
    void read(request).then((one) => {
      received.push(one);
      answering(response, one);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: (next) => {
      answering = next;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
