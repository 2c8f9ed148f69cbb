import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { customersCode, EXPIRING, type SeededStop } from '../../e2e/story/seed.ts';
import type { Staff } from '../../e2e/support/central.ts';
import type { PtyPair } from '../../e2e/support/pty.ts';
import { writePage } from './virtual-scanner-page.ts';

/** A page whose buttons write to the serial line that the app has open. */
export interface VirtualScanner {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly line: PtyPair;
  readonly staff: Staff;
  readonly depot: string;
  readonly stops: readonly SeededStop[];
}

/** A scan to click: what it is called, and where its text comes from when it is clicked. */
interface Scan {
  readonly name: string;
  readonly text: () => Promise<string> | string;
}

const scansOf = ({ staff, depot, stops }: Parts): readonly Scan[] => {
  const stop = (position: number): SeededStop => {
    const found = stops.find((candidate) => candidate.position === position);
    if (found === undefined) throw new Error(`there is no stop ${position}`);
    return found;
  };
  const label = (position: number) => `]C100${stop(position).labels[0]}`;
  const qr = async (position: number) => `]Q1${(await customersCode(staff, stop(position))).qr}`;
  const bare = async (position: number) => (await customersCode(staff, stop(position))).bare;
  const { street } = stop(1);
  return [
    {
      name: 'Enrol the terminal. Then touch “Go to the route” and “Dock now” in the app',
      text: async () => `]Q1${(await staff.enrolmentCode(depot, 'Handheld 1')).code}`,
    },
    { name: `Parcel for stop 1, ${street}`, text: () => label(1) },
    { name: "Its customer's code: accepted", text: () => qr(1) },
    { name: 'The same code again: already used', text: () => qr(1) },
    { name: `Parcel for stop 2, ${stop(2).street}`, text: () => label(2) },
    { name: "The QR of stop 3's customer: another customer's", text: () => qr(3) },
    {
      name: 'A mistyped code: no attempt is lost',
      text: async () => {
        const code = await bare(2);
        return `${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;
      },
    },
    { name: 'A wrong code: one attempt less', text: () => bare(3) },
    { name: "Stop 2's own code: accepted", text: () => bare(2) },
    {
      name: `The QR of stop ${EXPIRING}: accepted for ten minutes, then expired`,
      text: () => qr(EXPIRING),
    },
    { name: 'A parcel that is on no route', text: () => ']C100340000000000000014' },
    { name: 'Noise', text: () => '\u0007\u001b[?!' },
  ];
};

const request = z.union([
  z.strictObject({ scan: z.int().min(0) }),
  z.strictObject({ text: z.string().max(100_000) }),
]);

/** Starts the page on the loopback interface, at an address that only this demo knows. */
export const startVirtualScanner = async (parts: Parts): Promise<VirtualScanner> => {
  const scans = scansOf(parts);
  const address = `/${randomBytes(16).toString('hex')}/`;
  const server = createServer(async (incoming, answer) => {
    const end = (status: number, text: string, type = 'text/plain') => {
      answer.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(text);
    };
    try {
      if (incoming.url !== address) return end(404, 'not here');
      if (incoming.method !== 'POST') {
        return end(200, writePage(scans.map(({ name }) => name)), 'text/html');
      }
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const asked = request.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const text = 'text' in asked ? asked.text : await scans[asked.scan]?.text();
      if (text === undefined) return end(404, 'there is no such scan');
      await parts.line.write(`${text}\r`);
      return end(200, 'scanned');
    } catch (error) {
      return end(409, error instanceof Error ? error.message : 'this did not work');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${address}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
