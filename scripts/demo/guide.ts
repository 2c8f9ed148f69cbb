import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { SeededStop } from '../../e2e/story/seed.ts';
import type { Staff } from '../../e2e/support/central.ts';
import type { PtyPair } from '../../e2e/support/pty.ts';
import { writeGuide, writeHappened } from './guide-page.ts';
import { type AtCentral, planGuide, type Scan, whyNotNow } from './guide-steps.ts';
import type { Office } from './office.ts';
import { NOTHING_SEEN, type Seen } from './watch-app.ts';

/** The page that leads through the demo and plays the scanner. */
export type Guide = {
  readonly url: string;
  /** Tells it what the app and central look like now. */
  readonly follow: (app: Seen, central: AtCentral) => void;
  readonly stop: () => Promise<void>;
};

type Parts = {
  readonly line: PtyPair;
  readonly staff: Staff;
  readonly depot: string;
  readonly stops: readonly SeededStop[];
  /** The deliveries of these stops, to be imported. */
  readonly file: string;
  /** Who is signed in to the console, and where that is. */
  readonly office: Office & { readonly console: string };
};

const request = z.union([
  z.strictObject({ step: z.int().min(0) }),
  z.strictObject({ other: z.int().min(0) }),
  z.strictObject({ text: z.string().max(100_000) }),
]);

/** Starts it on the loopback interface, at an address that only this demo knows. */
export const startGuide = async ({ line, office, ...parts }: Parts): Promise<Guide> => {
  const { steps, others } = planGuide(parts);
  const address = `/${randomBytes(16).toString('hex')}/`;
  let app = NOTHING_SEEN;
  let central: AtCentral = { enrolled: 0, imported: false, proved: 0 };
  let done = 0;

  const asked = (body: unknown): Scan | undefined => {
    const found = request.parse(body);
    if ('text' in found) return { name: 'Any text', kind: 'other', text: () => found.text };
    return ('step' in found ? steps[found.step]?.scan : others[found.other]) ?? undefined;
  };
  const answer = async (path: string, body: string | null) => {
    if (body !== null) {
      const scan = asked(JSON.parse(body));
      if (scan === undefined) return { status: 404, text: 'There is no such scan.' };
      const why = whyNotNow(scan.kind, app, central);
      if (why !== null) return { status: 409, text: why };
      await line.write(`${await scan.text()}\r`);
      return { status: 200, text: 'Scanned.' };
    }
    if (path === 'state') return { status: 200, text: JSON.stringify({ done }) };
    if (path === 'happened') {
      const { messages } = await parts.staff.outbox();
      const { handOvers } = await parts.staff.handOvers();
      return { status: 200, text: writeHappened(messages, handOvers), type: 'text/html' };
    }
    if (path === 'today.csv') return { status: 200, text: parts.file, type: 'text/csv' };
    if (path !== '') return { status: 404, text: 'not here' };
    return {
      status: 200,
      text: writeGuide(steps, others, office.name, parts.stops[0]?.customer ?? ''),
      type: 'text/html',
    };
  };
  /**
   * Whoever has the guide's address is signed in to the console, in whatever browser. A browser sends a
   * cookie to every port of a host, so the guide can set central's.
   */
  const letIn = async (cookies: string) => ({
    'set-cookie': await office.letIn(cookies),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    location: office.console,
  });
  const server = createServer(async (incoming, outgoing) => {
    const end = (status: number, text: string, type = 'text/plain') => {
      outgoing.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(text);
    };
    try {
      const { url = '', method } = incoming;
      if (!url.startsWith(address)) return end(404, 'not here');
      if (url === `${address}console`) {
        outgoing.writeHead(303, await letIn(incoming.headers.cookie ?? '')).end();
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = method === 'POST' ? Buffer.concat(chunks).toString() : null;
      const { status, text, type } = await answer(url.slice(address.length), body);
      return end(status, text, type);
    } catch (error) {
      return end(409, error instanceof Error ? error.message : 'This did not work.');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${address}`,
    follow: (seen, at) => {
      app = seen;
      central = at;
      while (steps[done]?.isDone(app, central)) done += 1;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
