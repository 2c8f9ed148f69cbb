import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerWrongMethods } from '../http/wrong-methods.ts';
import { readConsole } from './console.ts';
import { registerConsole } from './console-routes.ts';

const HTML = '<!doctype html><title>Kerbside</title>';
const SCRIPT = 'document.title;\n';
const READER = { accept: 'text/html,*/*;q=0.8' };

let folder: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-console-'));
  await mkdir(join(folder, 'assets'));
  const write = (name: string, contents: string | Buffer) =>
    writeFile(join(folder, name), contents);
  await write('index.html', HTML);
  await write('build.sha256', 'not for anybody');
  await write('assets/main-1a2b.js', SCRIPT);
  await write('assets/main-1a2b.js.br', brotliCompressSync(SCRIPT));
  await write('assets/main-1a2b.js.gz', gzipSync(SCRIPT));
  app = Fastify();
  registerWrongMethods(app);
  registerConsole(app, await readConsole(folder));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

it('is the same page at each of its addresses, under a policy that lets in its own files alone', async () => {
  for (const url of ['/', '/depot', '/depot?depot=1', '/settings', '/settings/you']) {
    const { statusCode, headers, body } = await app.inject({ url, headers: READER });
    expect([url, statusCode, body]).toEqual([url, 200, HTML]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types kerbside-judge',
      ]),
    );
  }
});

it('has files that are kept for good, compressed as who asks takes them', async () => {
  const ask = (accepted: string) =>
    app.inject({
      url: '/console/assets/main-1a2b.js',
      headers: { 'accept-encoding': accepted },
    });
  const best = await ask('gzip, deflate, br');
  expect(best.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': expect.stringMatching("default-src 'none'"),
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(best.rawPayload).toString()).toBe(SCRIPT);
  expect(gunzipSync((await ask('gzip, br;q=0')).rawPayload).toString()).toBe(SCRIPT);
  expect((await ask('identity')).body).toBe(SCRIPT);
});

it('is not sent again to who has it', async () => {
  const { etag } = (await app.inject('/')).headers;
  const again = await app.inject({ url: '/', headers: { 'if-none-match': String(etag) } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

it('says to who reads that there is no such page, and to a program in a problem document', async () => {
  const read = await app.inject({ url: '/nonsense', headers: READER });
  expect([read.statusCode, read.body]).toEqual([404, HTML]);
  for (const url of [
    '/nonsense',
    '/v1/nonsense',
    '/console/assets/none.js',
    '/console/index.html',
  ]) {
    const { statusCode, headers } = await app.inject({
      url,
      headers: url.startsWith('/v1') ? READER : {},
    });
    expect([url, statusCode]).toEqual([url, 404]);
    expect(headers['content-type']).toMatch('application/problem+json');
  }
});

it.each([
  '/console/build.sha256',
  '/console/../package.json',
  '/console/%2e%2e/package.json',
  '/console/assets/..%2findex.html',
  '/console/assets/main-1a2b.js.br',
])('gives nothing but its files: %s', async (url) => {
  expect((await app.inject(url)).statusCode).toBe(404);
});

it('that was not built is said to be missing', async () => {
  const without = Fastify();
  registerConsole(without, await readConsole(join(folder, 'nowhere')));
  const { statusCode, body } = await without.inject('/');
  expect([statusCode, JSON.parse(body).title]).toEqual([404, 'The console has not been built.']);
  await without.close();
});
