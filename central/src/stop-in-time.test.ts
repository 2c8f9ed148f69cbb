import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accepted, type MessageProvider } from './messages/message-provider.ts';
import { stopInTime } from './stop-in-time.ts';
import { startTestCentral, startTestPostgres, type TestPostgres } from './testing/test-central.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

/** Never comes to an end. */
const never = (): Promise<never> => new Promise(() => {});

/** A provider that takes messages and never lets go. */
const hanging: MessageProvider = {
  name: 'hanging',
  reports: false,
  start: () => undefined,
  send: async () => accepted(),
  readCallback: () => null,
  stop: never,
};

it('a stop ends within ten seconds, though provider, query, body and reader hang', async () => {
  const central = await startTestCentral(postgres, { provider: hanging });
  const { port } = new URL(central.url);
  const query = central.ports.pool.query('select pg_sleep(60)').catch(() => 'ended');
  const body = connect(Number(port), '127.0.0.1', () => {
    body.write('POST /v1/depots HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
    body.write('content-length: 1000\r\n\r\n{"name":');
  });
  body.on('error', () => {}).resume();
  await once(body, 'connect');
  const closed = once(body, 'close');
  // Answered after the body began, so that it is under way.
  expect((await fetch(`${central.url}/healthz`)).status).toBe(200);
  const began = performance.now();
  await central.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
  await closed;
  await expect(fetch(`${central.url}/healthz`)).rejects.toThrow();
  void query;
});

it('parts are stopped from the last to the first; what must end is waited for', async () => {
  const order: string[] = [];
  const part = (name: string) => async () => {
    order.push(name);
  };
  const must = Object.assign(part('first'), { mustEnd: true });
  await stopInTime([must, part('second'), async () => Promise.reject(new Error('broken'))]);
  expect(order).toEqual(['second', 'first']);
});
