import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeConfigCommand } from './config-commands.ts';
import { exampleFile } from './example-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = async (env: Record<string, string>, settings: string, ...args: string[]) => {
  const file = join(folder, 'central.toml');
  await writeFile(file, settings);
  let out = '';
  let code: number | null = null;
  const command = makeConfigCommand({
    env,
    out: (text) => {
      out += text;
    },
    file: () => file,
    end: (ended) => {
      code = ended;
    },
  });
  await command.parseAsync(args, { from: 'user' });
  return { out: out.replaceAll(file, 'FILE'), code };
};

it('a good configuration is called so, a bad one is said to its end', async () => {
  expect(await run({}, '[server]\nport = 1', 'check')).toEqual({
    out: 'The configuration is good.\n',
    code: 0,
  });
  const bad = '[server]\nport = -1\nhots = "x"';
  const faults = [
    'server.hots in FILE is no option; did you mean server.host?',
    'server.port in FILE must be a port: a whole number from 0 to 65535',
  ];
  expect(await run({}, bad, 'check')).toEqual({ out: `${faults.join('.\n')}.\n`, code: 2 });
  const json = await run({}, bad, 'check', '--json');
  expect([JSON.parse(json.out), json.code]).toEqual([{ faults }, 2]);
});

it('what a start would find on this machine is found before it', async () => {
  const key = join(folder, 'central.key');
  await writeFile(key, 'not a key', { mode: 0o600 });
  const settings =
    '[server]\nhost = "203.0.113.9"\nupdates = "nowhere"\n[data]\nkey_file = "central.key"';
  const { out, code } = await run({}, settings, 'check');
  expect(code).toBe(2);
  expect(out).toContain('server.host is 203.0.113.9, which is no address of this machine.\n');
  expect(out).toContain(`${key} is damaged`);
  const open = '[server]\nhost = "0.0.0.0"\nupdates = "nowhere"';
  const good = await run({}, open, 'check');
  expect(good.code).toBe(0);
  expect(good.out).toContain('Central listens on 0.0.0.0 by http');
  expect(good.out).toContain('terminals are offered no release');
  const behind = `${open}\n[proxy]\ntrusted = ["10.0.0.5"]`;
  expect((await run({}, behind, 'check')).out).not.toContain('by http');
});

it('an address with a password in it, and misspelt variables, are named with everything else', async () => {
  const env = { KERBSIDE_PUBLIC_ULR: 'x', DATABSE_URL: 'x', PORT: '-1' };
  const { out } = await run(
    env,
    '[server]\npublic_url = "https://ada:secret@central.example"',
    'check',
  );
  expect(out.split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringContaining('KERBSIDE_PUBLIC_ULR is no variable'),
      "DATABSE_URL is no variable of central's; did you mean DATABASE_URL?.",
      expect.stringContaining('PORT must be a port'),
      expect.stringContaining('server.public_url in FILE must have no name or password'),
    ]),
  );
  expect(out).not.toContain('secret');
});

it('the settings of a provider are checked as well', async () => {
  await writeFile(join(folder, 'kannel.json'), '{"provider":"kannel"}', { mode: 0o600 });
  const { out, code } = await run({}, '[messages]\nprovider = "kannel.json"', 'check');
  expect([out.includes('kannel.json has errors'), code]).toEqual([true, 2]);
});

it('what holds is shown with where it was said, and without a password', async () => {
  const env = { DATABASE_URL: 'postgres://kerbside:secret@db.example/k', PORT: '' };
  const { out, code } = await run(env, '[server]\nport = 99', 'show');
  expect(code).toBe(0);
  expect(out).toContain('server.port = 99  (file)\n');
  expect(out).toContain('server.host = "127.0.0.1"  (default)\n');
  expect(out).toMatch(/database\.url = "postgres:\/\/kerbside@db\.example\/k .+\(variable\)\n/);
  expect(out).not.toContain('secret');
  const { options } = JSON.parse((await run(env, '', 'show', '--json')).out);
  expect(options).toContainEqual({ name: 'server.updates', value: null, from: 'default' });
});

it('the example is printed', async () => {
  expect((await run({}, '', 'example')).out).toBe(exampleFile());
});
