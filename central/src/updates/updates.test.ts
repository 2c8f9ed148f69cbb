import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

const RELEASE = '/v1/terminal/updates/release';
const FILE = '/v1/terminal/updates/file';
const NAME = 'kerbside_2.0.0_amd64.deb';
const installer = Buffer.from(Uint8Array.from({ length: 700_000 }, (_, at) => at % 251));

let postgres: TestPostgres;
let central: TestCentral;
let bare: TestCentral;
let terminal: TestTerminal;
let work: string;
let feed: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'kerbside-release-'));
  feed = join(work, 'feed');
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres, { updatesFolder: feed });
  ({ terminal } = await seedRoute(central, 1));
});
afterAll(async () => {
  await central?.stop();
  await bare?.stop();
  await postgres?.stop();
  await rm(work, { recursive: true, force: true });
});

const cli = async (...args: string[]) => {
  const { code, out, err } = await runCli({}, '--json', 'release', ...args);
  return { code, said: err, json: out.startsWith('{') ? JSON.parse(out) : null };
};
let publicKey: string;
const keyFile = () => join(work, 'release.key');
const sign = (version: string, ...files: string[]) =>
  cli('sign', '--key', keyFile(), '--version', version, '--out', feed, ...files);

beforeEach(async () => {
  await rm(feed, { recursive: true, force: true });
  await rm(keyFile(), { force: true });
  publicKey = (await cli('keygen', keyFile())).json.publicKey;
  await writeFile(join(work, NAME), installer);
});

test('a release is signed off line, put into the folder, and offered to an enrolled terminal', async () => {
  expect(await terminal.send('GET', RELEASE, undefined)).toMatchObject({ status: 204, body: null });
  expect((await sign('2.0.0', join(work, NAME))).code).toBe(0);
  const { status, body } = await terminal.send('GET', RELEASE, undefined);
  expect(status).toBe(200);
  expect(body).toEqual(JSON.parse(await readFile(join(feed, 'release.json'), 'utf8')));
  expect(body.document).toMatchObject({
    version: '2.0.0',
    files: [{ target: 'linux-x64-deb', name: NAME, bytes: installer.length }],
  });
});

test('a file comes in pieces from any byte on, and an empty one at its end', async () => {
  await sign('2.0.0', join(work, NAME));
  const pieces: Buffer[] = [];
  for (let from = 0; ; from += pieces.at(-1)?.length ?? 0) {
    const { status, body } = await terminal.send(
      'GET',
      `${FILE}?name=${NAME}&from=${from}`,
      undefined,
    );
    expect(status).toBe(200);
    expect(body.from).toBe(from);
    pieces.push(Buffer.from(body.bytes, 'base64url'));
    if (body.bytes === '') break;
  }
  expect(pieces.length).toBe(3);
  expect(Buffer.concat(pieces).equals(installer)).toBe(true);
});

test('nothing is given but what the release names, whatever is asked for', async () => {
  await sign('2.0.0', join(work, NAME));
  await writeFile(join(feed, 'other.deb'), 'not of the release');
  for (const name of [
    'other.deb',
    'release.json',
    '..',
    '%2e%2e%2frelease.key',
    '..%5crelease.key',
    NAME.toUpperCase(),
    '',
  ]) {
    const { status } = await terminal.send('GET', `${FILE}?name=${name}`, undefined);
    expect([400, 404], name).toContain(status);
  }
});

test('who is no enrolled terminal gets nothing', async () => {
  await sign('2.0.0', join(work, NAME));
  for (const path of [RELEASE, `${FILE}?name=${NAME}`]) {
    expect((await fetch(central.url + path)).status).toBe(401);
    const unknown = { keyId: '00000000-0000-4000-8000-000000000009' };
    expect((await terminal.send('GET', path, undefined, unknown)).status).toBe(401);
  }
});

test('a folder without a release that can be read is a folder without a release', async () => {
  await sign('2.0.0', join(work, NAME));
  for (const text of [
    '',
    '{',
    '{"document":1}',
    JSON.stringify({ keyId: 'x', document: {}, signature: 'y' }),
  ]) {
    await writeFile(join(feed, 'release.json'), text);
    expect((await terminal.send('GET', RELEASE, undefined)).status).toBe(204);
    expect((await terminal.send('GET', `${FILE}?name=${NAME}`, undefined)).status).toBe(404);
  }
});

test('a central without a folder of updates offers none', async () => {
  bare = await startTestCentral(postgres);
  const { terminal: other } = await seedRoute(bare, 1);
  expect((await other.send('GET', RELEASE, undefined)).status).toBe(204);
  expect((await other.send('GET', `${FILE}?name=${NAME}`, undefined)).status).toBe(404);
});

test('both addresses are in the OpenAPI document', async () => {
  const answer = await fetch(`${central.url}/openapi.json`);
  const { paths } = (await answer.json()) as { readonly paths: object };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining([RELEASE, FILE]));
});

test('a folder is checked against the public key: signature and every file', async () => {
  await sign('2.0.0', join(work, NAME));
  const verify = (key: string) => cli('verify', feed, `--public-key=${key}`);
  expect((await verify(publicKey)).code).toBe(0);
  await writeFile(join(feed, NAME), Buffer.concat([installer, Buffer.from('x')]));
  expect(await verify(publicKey)).toMatchObject({
    code: 1,
    json: { error: { code: 'other-file' } },
  });
  const stranger = (await cli('keygen', join(work, `${Date.now()}.key`))).json.publicKey;
  expect(await verify(stranger)).toMatchObject({
    code: 1,
    json: { error: { code: 'bad-signature' } },
  });
});

test('a release key is readable by its owner alone, and is never overwritten', async () => {
  const before = await readFile(keyFile(), 'utf8');
  expect(await cli('keygen', keyFile())).toMatchObject({
    code: 1,
    json: { error: { code: 'file-exists' } },
  });
  expect(await readFile(keyFile(), 'utf8')).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{64}\n$/);
});

test('an installer whose system is not known, a version that is none: nothing is signed', async () => {
  await writeFile(join(work, 'thing.zip'), 'x');
  expect((await sign('2.0.0', join(work, 'thing.zip'))).code).toBe(2);
  expect(await sign('2.0', join(work, NAME))).toMatchObject({
    code: 1,
    json: { error: { code: 'malformed' } },
  });
  expect((await sign('2.0.0', join(work, 'absent_amd64.deb'))).code).toBe(2);
  await expect(readFile(join(feed, 'release.json'))).rejects.toThrow();
});
