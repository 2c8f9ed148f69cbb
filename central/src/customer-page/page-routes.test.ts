import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCustomerPage } from './customer-page.ts';
import { registerCustomerPage } from './page-routes.ts';

const SCRIPT = "document.title = '</b>';\n";
const STYLE = 'b { color: red }';
const HTML = `<!doctype html><style>${STYLE}</style><b></b><script type="module">${SCRIPT}</script>`;

let folder: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-page-'));
  await writeFile(join(folder, 'index.html'), HTML);
  await writeFile(join(folder, 'worker.js'), 'self;');
  app = Fastify();
  registerCustomerPage(app, await readCustomerPage(folder));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('is served with a policy that lets in what stands in it, and nothing else', async () => {
  const { statusCode, headers, body } = await app.inject('/c/');
  expect([statusCode, body, headers['content-type']]).toEqual([
    200,
    HTML,
    'text/html; charset=utf-8',
  ]);
  const policy = String(headers['content-security-policy']);
  expect(policy).not.toContain('unsafe');
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      `script-src ${hashOf(SCRIPT)}`,
      `style-src ${hashOf(STYLE)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]),
  );
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'public, max-age=86400',
  });
  expect(headers).not.toHaveProperty('set-cookie');
});

it('is sent compressed to who takes that', async () => {
  const sent = await app.inject({ url: '/c/', headers: { 'accept-encoding': 'gzip, br' } });
  expect(sent.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(gunzipSync(sent.rawPayload).toString()).toBe(HTML);
  const plain = await app.inject({ url: '/c/', headers: { 'accept-encoding': 'gzip;q=0' } });
  expect(plain.body).toBe(HTML);
});

it('is not sent again to who has it', async () => {
  const { etag } = (await app.inject('/c/')).headers;
  const again = await app.inject({ url: '/c/', headers: { 'if-none-match': String(etag) } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

it('has its worker beside it, which is asked for each time and may reach nobody else', async () => {
  const { headers, body } = await app.inject('/c/worker.js');
  expect(body).toBe('self;');
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-security-policy': "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
    'cache-control': 'no-cache',
  });
});

it('is found where the last stroke of its address was lost', async () => {
  const { statusCode, headers } = await app.inject('/c');
  const there = new URL(String(headers.location), 'https://parcels.example/c');
  expect([statusCode, there.pathname]).toEqual([308, '/c/']);
});

it('that was not built is said to be missing', async () => {
  const without = Fastify();
  registerCustomerPage(without, await readCustomerPage(join(folder, 'nowhere')));
  const { statusCode, body } = await without.inject('/c/');
  expect([statusCode, JSON.parse(body).title]).toEqual([
    404,
    "The customer's page has not been built.",
  ]);
  await without.close();
});
