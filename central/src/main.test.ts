import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base32nopad } from '@scure/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/protocol/ids.ts';
import { envOf, runCli } from './testing/run-cli.ts';
import { runCentral } from './testing/run-process.ts';
import { csvLine, deliveriesOf, HEADER, until } from './testing/seed.ts';
import { makeTestTerminal } from './testing/test-terminal.ts';

let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'kerbside-test-main-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

const kerbside = (url: string, ...args: string[]) => kerbsideWith('', url, ...args);
/** The same, with something on standard input. */
const kerbsideWith = (input: string, url: string, ...args: string[]) =>
  runCli({ env: envOf({ dataFolder: data, url }), input: async () => input }, ...args);
const json = async (url: string, ...args: string[]) =>
  JSON.parse((await kerbside(url, ...args, '--json')).out);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const postgresPid = async (): Promise<number> =>
  Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

describe('the process', () => {
  it('does the whole story by its command line, and logs neither codes nor people', async () => {
    const central = runCentral({ KERBSIDE_DATA: data });
    const url = await central.ready;
    const zone = ['--time-zone', 'Europe/Berlin'];
    expect((await kerbside(url, 'depot', 'create', 'Nord', ...zone, '--lead', '120')).code).toBe(0);
    const file = join(data, 'stops.csv');
    await writeFile(file, [HEADER, csvLine(Date.now(), 1), csvLine(Date.now(), 2)].join('\n'));
    const imported = await kerbside(url, 'delivery', 'import', file, '--depot', 'Nord');
    expect(imported.out).toContain('imported 2 deliveries');
    await kerbside(url, 'driver', 'add', 'Dora', '--depot', 'Nord');
    const offer = await json(url, 'terminal', 'enrol', '--depot', 'Nord', '--name', 'T1');
    const terminal = makeTestTerminal(url, () => Date.now() as Instant);
    await terminal.enrol(offer.code);
    const assigned = await kerbside(
      url,
      'route',
      'assign',
      'R1',
      '--day',
      (await json(url, 'route', 'list', '--all-days')).routes[0].day,
      '--terminal',
      'T1',
      '--driver',
      'Dora',
    );
    expect(assigned.err + assigned.code).toBe('0');
    const page = await terminal.pull(0);
    expect(page.items).toHaveLength(5);
    const outbox = await until(async () => {
      const { messages } = await json(url, 'outbox');
      return messages.length === 2 && messages;
    });
    const seed = randomBytes(20);
    const written = base32nopad.encode(new Uint8Array(seed));
    const token = ['token', 'add', 'FT-1', '--depot', 'Nord', '--scheme', 'totp', '--seed'];
    expect((await kerbsideWith(written, url, ...token, 'base32')).code).toBe(0);
    expect((await kerbsideWith(`${written}1`, url, ...token, 'base32')).code).toBe(1);
    expect((await kerbsideWith('1234', url, ...token, 'hex')).err).toContain('[bad-seed]');
    const { shortId } = deliveriesOf(page.items)[0] ?? {};
    const pass = await json(url, 'pass', 'issue', shortId ?? '', '--audience', 'depot');
    expect(pass.text).toMatch(/^KP1:/);
    central.child.kill('SIGTERM');
    expect(await central.exit).toBe(0);
    const log =
      central.out() + central.err() + (await readFile(join(data, 'postgres.log'), 'utf8'));
    expect(log).toContain('/v1/terminal/manifest');
    for (const { text, to } of outbox) {
      const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0] ?? 'none';
      for (const secret of [code, code.replace('-', ''), to]) expect(log).not.toContain(secret);
    }
    for (const secret of [written, seed.toString('hex'), pass.text, pass.text.slice(9, 40)]) {
      expect(log).not.toContain(secret);
    }
    const operator = (await readFile(join(data, 'operator.token'), 'utf8')).trim();
    for (const secret of [operator, offer.code, offer.code.split('/')[1], 'Customer', 'Street']) {
      expect(log).not.toContain(secret);
    }
  });

  it('starts again after SIGKILL, with its PostgreSQL left behind, and keeps everything', async () => {
    const first = runCentral({ KERBSIDE_DATA: data });
    const url = await first.ready;
    expect((await json(url, 'route', 'list', '--all-days')).routes).toMatchObject([
      { name: 'R1', open: 2 },
    ]);
    const orphan = await postgresPid();
    first.child.kill('SIGKILL');
    await first.exit;
    expect(isAlive(orphan)).toBe(true);
    const second = runCentral({ KERBSIDE_DATA: data });
    const again = await second.ready;
    expect(isAlive(orphan)).toBe(false);
    expect((await json(again, 'terminal', 'list')).terminals).toMatchObject([{ name: 'T1' }]);
    const pid = await postgresPid();
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('does not share its folder with a second one', async () => {
    const first = runCentral({ KERBSIDE_DATA: data });
    await first.ready;
    const second = runCentral({ KERBSIDE_DATA: data });
    expect(await second.exit).toBe(1);
    expect(second.err()).toContain('[data-in-use]');
    const url = await first.ready;
    expect((await kerbside(url, 'depot', 'list')).code).toBe(0);
    first.child.kill('SIGINT');
    expect(await first.exit).toBe(0);
  });

  it.each([
    [{ KERBSIDE_SMS: '/nowhere/kannel.json' }, 2, 'bad-configuration'],
    [{ KERBSIDE_SMS: 'pigeon' }, 2, 'bad-configuration'],
    [{ PORT: '70000' }, 2, 'bad-configuration'],
    [{ KERBSIDE_CONFIG: '/nowhere/central.toml' }, 2, 'bad-configuration'],
    [{ DATABASE_URL: 'mysql://x' }, 2, 'bad-configuration'],
    [
      { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/x', KERBSIDE_DATABASE_WAIT: '0' },
      1,
      'database-unreachable',
    ],
  ])('says in a sentence why it does not start with %o', async (env, exitCode, code) => {
    const central = runCentral({ KERBSIDE_DATA: join(data, 'other'), ...env });
    expect(await central.exit).toBe(exitCode);
    expect(central.err()).toMatch(/^(.+\n)?central does not start: .+ \[[a-z-]+\]\n$/);
    expect(central.err()).toContain(`[${code}]`);
    expect(central.err()).not.toContain('secret');
  });
});

describe('the command line', () => {
  it('says when central does not answer, and what is wrong with a command', async () => {
    const nobody = 'http://127.0.0.1:1';
    const away = await kerbside(nobody, 'depot', 'list', '--json');
    expect(away.code).toBe(1);
    expect(away.err).toContain('[central-unreachable]');
    expect(JSON.parse(away.out).error.code).toBe('central-unreachable');
    expect((await kerbside(nobody, 'depot', 'create')).code).toBe(2);
    expect((await kerbside(nobody, 'nonsense')).code).toBe(2);
    expect((await kerbside(nobody)).code).toBe(2);
    const help = await kerbside(nobody, 'terminal', 'enrol', '--help');
    expect([help.code, help.out.includes('--depot')]).toEqual([0, true]);
  });
});
