import { gunzipSync, gzipSync } from 'node:zlib';
import type { InjectOptions } from 'fastify';
import { expect, it } from 'vitest';
import { signedDocument } from '../../../shared/protocol/api/signed.ts';
import { MAX_BODY_BYTES, PATHS } from '../../../shared/protocol/api/terminal.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();

it('a terminal that takes compressed answers gets them, another does not', async () => {
  const { terminal } = await seedRoute(central, 3);
  await pullAll(terminal);
  const path = `${PATHS.manifest}?after=0`;
  for (const [takes, coding] of [
    ['gzip', 'gzip'],
    ['br;q=1.0, gzip;q=0.5', 'gzip'],
    ['gzip;q=0', null],
    ['gzip; q=0.000, identity', null],
    ['identity', null],
    ['', null],
  ] as const) {
    const { status, headers, body } = await terminal.send('GET', path, undefined, { takes });
    expect([takes, status, headers.get('content-encoding')]).toEqual([takes, 200, coding]);
    expect(headers.get('vary')).toBe('accept-encoding');
    expect(signedDocument.safeParse(body).success).toBe(true);
  }
});

it('a short answer is not worth it', async () => {
  const answer = await central.app.inject({
    method: 'GET',
    url: PATHS.manifest,
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['content-encoding']).toBeUndefined();
});

it('entries may come compressed, signed as they travel', async () => {
  const { terminal } = await seedRoute(central, 1);
  const entries = Array.from({ length: 20 }, () => terminal.write(PULLED));
  const answer = await terminal.send('POST', PATHS.entries, { entries }, { packed: true });
  expect(answer.body.receipt.document.acknowledged).toBe(20);
  const changed = { packed: true, sentBody: 'x' } as const;
  expect((await terminal.send('POST', PATHS.entries, { entries }, changed)).status).toBe(400);
});

/** One part of a bomb, of which many follow each other in one body: a gigabyte of it is one megabyte. */
const PART = gzipSync(Buffer.alloc(16 * MAX_BODY_BYTES));
const bomb = Buffer.concat(Array.from({ length: 60 }, () => PART));

const send = async (payload: Buffer, coding: string) => {
  const options: InjectOptions = {
    method: 'POST',
    url: PATHS.entries,
    headers: { 'content-type': 'application/json', 'content-encoding': coding },
    payload,
  };
  const { statusCode, json } = await central.app.inject(options);
  return `${statusCode} ${json().type.split(':').at(-1)}`;
};

it('a bomb is refused at the limit, before anybody is asked who sent it', async () => {
  expect(bomb.length).toBeLessThan(MAX_BODY_BYTES);
  const before = process.memoryUsage().rss;
  const started = performance.now();
  expect(await send(bomb, 'gzip')).toBe('413 too-large');
  // All of it would be 960 MiB, and take seconds.
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  expect(performance.now() - started).toBeLessThan(2_000);
});

it('a body of the limit is read, and one byte more is not', async () => {
  const blank = (bytes: number): Buffer => gzipSync(`{}${' '.repeat(bytes - 2)}`);
  expect(gunzipSync(blank(MAX_BODY_BYTES)).length).toBe(MAX_BODY_BYTES);
  // It is nobody's, which is looked at once it was read.
  expect(await send(blank(MAX_BODY_BYTES), 'gzip')).toBe('401 bad-signature');
  expect(await send(blank(MAX_BODY_BYTES + 1), 'gzip')).toBe('413 too-large');
});

it('what is not gzip, is cut, or comes in another coding is refused', async () => {
  const whole = gzipSync(JSON.stringify({ entries: [] }));
  expect(await send(Buffer.from('{"entries":[]}'), 'gzip')).toBe('400 bad-request');
  expect(await send(whole.subarray(0, -5), 'gzip')).toBe('400 bad-request');
  for (const coding of ['br', 'deflate', 'gzip, gzip', 'identity']) {
    expect(await send(whole, coding)).toBe('415 wrong-media-type');
  }
});
