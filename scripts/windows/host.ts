import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPtyPair, type PtyPair } from '../../e2e/support/pty.ts';
import { makeHostDepot } from './host-depot.ts';

/** What tests on Windows ask of this machine: Wine has no serial lines of its own. */
export type Host = { readonly url: string; readonly stop: () => Promise<void> };

type Line = {
  readonly pair: PtyPair;
  readonly plug: () => void;
  readonly unplug: () => void;
  /** Lets the next have a USB plug. */
  readonly free: () => void;
};

/** The first COM port that is given: those before it are the machine's own. */
const FIRST_PORT = 20;

/** Gives what waits for one's turn; what it gives ends that turn. */
const makeTurns = (): (() => Promise<() => void>) => {
  let last = Promise.resolve();
  return async () => {
    const before = last;
    let end = (): void => undefined;
    last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  };
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/**
 * Starts it on the loopback interface. `prefix` is the Wine's that asks: a COM port of it is a link
 * to a pseudo-terminal.
 *
 * - `POST /days` begins a terminal's day at a real central; `POST /days/0/go-on` and others of it
 * - `POST /lines` opens a line, and says the name of its COM port; with a body it is a USB device's
 * - `POST /lines/COM20/write`, `leave`, `cut`, `reconnect`, `stop`; `GET …/hear`: what came, as it comes
 */
export const startHost = async ({ prefix }: { readonly prefix: string }): Promise<Host> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-lines-'));
  const lines = new Map<string, Line>();
  const depot = makeHostDepot();
  // Whoever looks for scanners finds each that is plugged in: one at a time has a USB plug.
  const plugs = makeTurns();
  let opened = 0;

  const open = async (usb: boolean): Promise<string> => {
    const free = usb ? await plugs() : () => undefined;
    const port = `COM${FIRST_PORT + opened++}`;
    const link = path.join(prefix, 'dosdevices', port.toLowerCase());
    const pair = await openPtyPair(path.join(folder, port));
    const unplug = (): void => rmSync(link, { force: true });
    const plug = (): void => {
      unplug();
      symlinkSync(realpathSync(pair.terminalEnd), link);
    };
    plug();
    lines.set(port, { pair, plug, unplug, free });
    return port;
  };
  const act = async (
    { pair, plug, unplug, free }: Line,
    what: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    if (what === 'write') await pair.write(await bodyOf(request));
    if (what === 'leave') await pair.leave((await bodyOf(request)).toString());
    if (what === 'cut' || what === 'stop') {
      unplug();
      await pair.cut();
      if (what === 'stop') free();
    }
    if (what === 'reconnect') {
      await pair.reconnect();
      plug();
    }
    if (what !== 'hear') return void response.end();
    response.flushHeaders();
    response.once(
      'close',
      pair.hear((chunk) => void response.write(chunk)),
    );
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, kind, name, what = ''] = (request.url ?? '').split('/');
    if (kind === 'days') {
      const said = name === undefined ? depot.begin() : depot.ask(Number(name), what);
      return void response.end(JSON.stringify(await said));
    }
    if (name === undefined) {
      const isUsb = (await bodyOf(request)).length > 0;
      return void response.end(await open(isUsb));
    }
    const line = lines.get(name);
    if (line === undefined) throw new Error('there is no such line');
    return act(line, what, request, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const { pair } of lines.values()) await pair.stop();
      await depot.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
