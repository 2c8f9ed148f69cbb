import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { pullAll, seedRoute } from '../testing/seed.ts';

const central = centralForTests();

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Begins a request under a made-up name, and leaves it at its head; central has read that. */
const beginRequest = (who: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(central.url);
    const socket = connect(Number(port), hostname);
    open.push(socket);
    socket.once('error', reject);
    socket.once('data', (said) =>
      String(said).startsWith('HTTP/1.1 100') ? resolve() : reject(new Error(String(said))),
    );
    socket.write(
      [
        `POST ${PATHS.entries} HTTP/1.1`,
        `host: ${hostname}`,
        'content-type: application/json',
        'content-length: 1000',
        'expect: 100-continue',
        `signature-input: sig=();keyid="${who}"`,
        '\r\n',
      ].join('\r\n'),
    );
  });

it('a terminal docks beside a hundred requests that never end', async () => {
  const { terminal } = await seedRoute(central, 1);
  await Promise.all(Array.from({ length: 100 }, (_, n) => beginRequest(`nobody-${n}`)));
  expect((await pullAll(terminal)).items).not.toEqual([]);
});
