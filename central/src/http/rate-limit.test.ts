import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { makeRateLimit } from './rate-limit.ts';

const LIMIT = 80;
let postgres: TestPostgres;
let central: TestCentral;
/** Another process of the same company. */
let other: TestCentral;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const rateLimits = { perOperator: LIMIT, perAddress: 3 * LIMIT };
  central = await startTestCentral(postgres, { rateLimits });
  const { dataFolder, databaseUrl } = central;
  other = await startTestCentral(postgres, { rateLimits, dataFolder, databaseUrl });
});
afterAll(async () => {
  await other?.stop();
  await central?.stop();
  await postgres?.stop();
});

const ask = async (url: string, token: string) =>
  fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
const firstKey = async (): Promise<string> =>
  (await readFile(join(central.dataFolder, 'operator.token'), 'utf8')).trim();
const refill = () => central.ports.pool.query('delete from request_limit');

it('says what is left, and refuses what is too much at every process, until there is more', async () => {
  await refill();
  const key = await firstKey();
  const first = await ask(central.url, key);
  expect(first.headers.get('ratelimit-policy')).toBe(
    `"address";q=${3 * LIMIT};w=60, "operator";q=${LIMIT};w=60`,
  );
  expect(first.headers.get('ratelimit')).toMatch(/"operator";r=7\d;t=\d+$/);
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 2 * LIMIT }, (_, n) => ask(n % 2 === 0 ? central.url : other.url, key)),
  );
  // What comes again meanwhile may be taken as well.
  const refilled = Math.ceil(((performance.now() - began) * LIMIT) / 60_000);
  const taken = 1 + answers.filter(({ status }) => status === 200).length;
  expect(taken).toBeGreaterThanOrEqual(LIMIT);
  expect(taken).toBeLessThanOrEqual(LIMIT + refilled + 1);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused).not.toEqual([]);
  for (const answer of refused) {
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ type: 'urn:kerbside:problem:too-many-requests' });
  }
});

it('takes nothing in vain from whoever asks now and then, at however many processes', async () => {
  await refill();
  let moment = 0;
  const { pool } = central.ports;
  const processes = [1, 2, 3].map(() => makeRateLimit(pool, LIMIT, () => moment));
  for (let n = 0; n < LIMIT; n++) {
    moment += 2_100;
    expect((await processes[n % 3]?.('slow'))?.ok).toBe(true);
  }
});

it('counts for each operator, and for those whose keys are none by their address', async () => {
  await refill();
  const { ports, url } = central;
  await ports.pool.query('delete from request_limit');
  let last = 0;
  for (let n = 0; n < 3 * LIMIT + 40 && last !== 429; n++) {
    last = (await ask(url, 'a'.repeat(43))).status;
  }
  expect(last).toBe(429);
});

it('does not count what terminals ask for', async () => {
  const answer = await fetch(`${central.url}/v1/terminal/time`, { method: 'POST' });
  expect(answer.headers.get('ratelimit')).toBeNull();
});
