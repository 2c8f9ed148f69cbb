import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';

let postgres: TestPostgres;
let central: TestCentral;
beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres, {});
});
afterAll(() => postgres?.stop());

it('a request that is under way when central stops is answered, and its connection ends', async () => {
  const { hostname, port } = new URL(central.url);
  const at = { host: hostname, port: Number(port) };
  const socket = connect(at);
  let heard = '';
  socket.on('data', (piece) => {
    heard += String(piece);
  });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) =>
    socket.write(`GET /healthz HTTP/1.1\r\nhost: ${hostname}\r\n`, () => resolve()),
  );
  const stopped = central.stop();
  // From here on it takes no new connections.
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const other = connect(at);
        other.once('error', () => resolve(true));
        other.once('connect', () => {
          other.destroy();
          resolve(false);
        });
      }),
  );
  socket.write('\r\n');
  await ended;
  expect(heard).toMatch(/^HTTP\/1\.1 200 /);
  expect(heard.toLowerCase()).toContain('connection: close');
  await stopped;
});
