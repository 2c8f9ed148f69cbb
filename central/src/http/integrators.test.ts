import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute, until } from '../testing/seed.ts';

const root = resolve(import.meta.dirname, '../../..');
const central = centralForTests();
let page: string;
beforeAll(async () => {
  page = await readFile(join(root, 'docs/integrators.md'), 'utf8');
});

/** The only block of the page in this language. */
const blockOf = (language: string): string => {
  const blocks = [...page.matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, is]) => is === language);
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[2] ?? '';
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** What an integrator has: a key of its own, the client, an order for a route of today. */
const start = async (number: number) => {
  const { depot, terminal } = await seedRoute(central, 1);
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-test-integration-'));
  folders.push(folder);
  const grants = ['deliveries', 'look', 'proof'].map((name) => ({ name, depot }));
  const added = await central.staff('POST', '/v1/operators', {
    name: `shop ${number}`,
    kind: 'integration',
    grants,
  });
  const { body } = await central.staff('GET', '/v1/depots');
  const { name } = body.depots.find((one: { id: string }) => one.id === depot);
  const now = central.clock.now();
  const order = JSON.parse(blockOf('json'));
  const times = { arrival: now + HOUR, notBefore: now - HOUR, notAfter: now + 8 * HOUR };
  const parcels = [`PARCEL-${number}`];
  const delivery = { ...order.delivery, route: 'R1', ...times, parcels };
  await cp(join(root, 'central/client'), folder, { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'shop.key'), `${added.body.token}\n`);
  await writeFile(
    join(folder, 'order.json'),
    JSON.stringify({ ...order, number, depot: name, delivery }),
  );
  return { folder, terminal, parcel: parcels[0] ?? '' };
};

const run = (folder: string, command: string, args: readonly string[]) => {
  const env = { PATH: process.env['PATH'], KERBSIDE_CENTRAL: central.url };
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      said += piece;
    });
  }
  return new Promise<string>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => (code === 0 ? done(said) : fail(new Error(said))));
  });
};

/** The day of a terminal: it gets the new stop once it was changed, and hands it over. */
const deliver = async ({ terminal, parcel }: Awaited<ReturnType<typeof start>>): Promise<void> => {
  const find = async () =>
    (await central.staff('GET', `/v1/deliveries?text=${parcel}`)).body.deliveries?.[0];
  await until(async () => (await find())?.customer === 'Rosa Okafor');
  const { id } = await find();
  const item = deliveriesOf((await pullAll(terminal)).items).findLast((one) => one.id === id);
  if (item === undefined) throw new Error('the terminal did not get the delivery');
  const entry = await terminal.handOver(item, await codeFor(central, item));
  if (entry === null) throw new Error('the code was refused');
  expect(await terminal.handIn([entry])).toMatchObject({ findings: [] });
};

const verify = (file: string) =>
  runCli({ env: envOf(central, 'http://127.0.0.1:1') }, 'audit', 'verify', file);

it('the page’s integration creates, changes, follows and proves a delivery, in 50 lines', async () => {
  const text = blockOf('ts');
  expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(50);
  const started = await start(4711);
  await writeFile(join(started.folder, 'integration.ts'), text);
  const ran = run(started.folder, join(root, 'node_modules/.bin/node'), ['integration.ts']);
  const [said] = await Promise.all([ran, deliver(started)]);
  expect(said).toMatch(/^[0-9A-Z]{6} is delivered\n/);
  const files = await readdir(started.folder);
  const proof = files.find((name) => /^[0-9A-Z]{6}\.json$/.test(name)) ?? '';
  expect(await verify(join(started.folder, proof))).toMatchObject({ code: 0, err: '' });
});

it('the same with curl', async () => {
  const started = await start(4712);
  const ran = run(started.folder, 'bash', ['-euo', 'pipefail', '-c', blockOf('bash')]);
  await Promise.all([ran, deliver(started)]);
  expect(await verify(join(started.folder, 'proof.json'))).toMatchObject({ code: 0, err: '' });
});
