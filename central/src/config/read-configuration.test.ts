import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toStartOptions } from './central-options.ts';
import { exampleFile } from './example-file.ts';
import { OPTION_NAMES, OPTIONS } from './options.ts';
import { readConfiguration } from './read-configuration.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
const written = async (text: string | Uint8Array, mode = 0o600): Promise<string> => {
  const file = join(folder, `${++files}.toml`);
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
};
const faultsOf = async (text: string | Uint8Array, env: Record<string, string> = {}) => {
  const file = await written(text);
  const read = await readConfiguration(env, file);
  return read.ok ? [] : read.error.map((fault) => fault.replaceAll(file, 'FILE'));
};
const optionsOf = async (env: Record<string, string>, file: string | null = null) => {
  const read = await readConfiguration(env, file);
  if (!read.ok) throw new Error(read.error.join('; '));
  const options = await toStartOptions(read.value.values);
  if (!options.ok) throw new Error(options.error.join('; '));
  return options.value.central;
};

describe('the file', () => {
  it('says what variables say, which take precedence; an empty one says nothing', async () => {
    const file = await written(`
      [server]
      port = 1234
      host = "127.0.0.2"
      public_url = "https://central.example/"
      [data]
      folder = "data"`);
    const env = { PORT: '4321', HOST: '' };
    const read = await readConfiguration(env, file);
    expect(read).toMatchObject({
      value: {
        origins: { 'server.port': 'variable', 'server.host': 'file', 'database.url': 'default' },
      },
    });
    expect(await optionsOf(env, file)).toMatchObject({
      port: 4321,
      host: '127.0.0.2',
      publicUrl: 'https://central.example',
      // Beside the file, whatever folder central is started in.
      dataFolder: join(folder, 'data'),
    });
  });

  it('is told everything that is wrong with it at once, and what was perhaps meant', async () => {
    const faults = await faultsOf(
      `[server]
       prot = 1
       port = "many"
       public_url = "http://central.example"
       [databse]
       url = "x"
       [messages]
       provider = 7`,
      { KERBSIDE_PUBLIC_URI: 'x', KERBSIDE_SOMETHING: 'y' },
    );
    expect(faults).toEqual([
      'server.prot in FILE is no option; did you mean server.port?',
      'databse.url in FILE is no option; did you mean database.url?',
      "KERBSIDE_PUBLIC_URI is no variable of central's; did you mean KERBSIDE_PUBLIC_URL?",
      'server.port in FILE must be a port: a whole number from 0 to 65535',
      'server.public_url in FILE must be an address that begins with https://; only on this machine is http:// enough',
      'messages.provider in FILE must be a text',
    ]);
  });

  it.each([
    ['port = ', /^FILE is not TOML: line 1, column \d+: .+$/],
    ['[server]\nport = 1\nport = 2', /^FILE is not TOML: line 3, column \d+: .+$/],
    [Uint8Array.from([0xff, 0xfe]), /^FILE is not written in UTF-8$/],
    ['port = 1', /^port in FILE is no option; did you mean .+\?$/],
    ['server = 1', /^server in FILE is no option/],
    ['[[server]]\nport = 1', /^server in FILE is no option/],
  ])('that is written as %j is refused in a sentence', async (text, fault) => {
    const faults = await faultsOf(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  it('that is not there, or is a folder, is refused', async () => {
    const nowhere = join(folder, 'nowhere.toml');
    expect(await readConfiguration({}, nowhere)).toMatchObject({
      error: [`${nowhere} does not exist`],
    });
    expect(await readConfiguration({}, folder)).toMatchObject({ error: [`${folder} is a folder`] });
  });

  it('keeps the password of the database elsewhere, where few can read it', async () => {
    const password = await written('pa ss/w%rd\n', 0o640);
    const settings = `[database]\nurl = "postgres://kerbside@db.example/k"\npassword_file = `;
    const file = await written(`${settings}${JSON.stringify(password)}`);
    expect(await optionsOf({}, file)).toMatchObject({
      databaseUrl: 'postgres://kerbside:pa%20ss%2Fw%25rd@db.example/k',
    });
    await chmod(password, 0o644);
    expect(await faultsOf(`${settings}${JSON.stringify(password)}`)).toEqual([
      `database.password_file in FILE names ${password}, which everyone on this machine can read; run: chmod o= ${password}`,
    ]);
    const faults = await faultsOf('[database]\nurl = "postgres://a:secret@b/c"');
    expect(faults.join()).toContain('has a password in it');
    expect(faults.join()).not.toContain('secret');
  });
});

it.each([
  [{ PORT: '70000' }, 'PORT must be a port'],
  [{ PORT: '0x10' }, 'PORT must be a port'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be an address that begins with postgres://'],
  [{ KERBSIDE_DATABASE_PASSWORD_FILE: '/etc/hostname' }, 'is of no use without the database'],
  [{ HOST: '0.0.0.0', DATABASE_URL: 'postgres://a@b/c' }, 'set server.public_url'],
  [
    { KERBSIDE_SMS: '/nowhere/kannel.json' },
    'KERBSIDE_SMS names /nowhere/kannel.json, which does not exist',
  ],
  [{ KERBSIDE_TLS_KEY: '/etc/hostname' }, 'KERBSIDE_TLS_KEY needs tls.certificate beside it'],
  [{ KERBSIDE_TRUSTED_PROXIES: '10.0.0.1,10.0.0.0/33' }, 'must be an IP address, or a network'],
  [{ KERBSIDE_TRUSTED_PROXIES: 'proxy.example' }, 'must be an IP address, or a network'],
  [{ KERBSIDE_PAGE_URL: 'parcels.example' }, 'must be an address'],
  [{ KERBSIDE_PAGE_URL: 'ftp://parcels.example/' }, 'must be an address'],
  [{ KERBSIDE_PAGE_URL: 'https://a.example/?b' }, 'must have no ?'],
  [{ KERBSIDE_PAGE_URL: 'https://a.example/#b' }, 'must have no ?'],
])('variables such as %j are refused', async (env, fault) => {
  const read = await readConfiguration(env, null);
  expect(read.ok ? [] : read.error.filter((one) => one.includes(fault))).toHaveLength(1);
});

it.each(['https://parcels.example/c', 'https://parcels.example/c/'])(
  "takes %s for the customer's page's address",
  async (address) => {
    expect(await optionsOf({ KERBSIDE_PAGE_URL: address })).toMatchObject({
      pageUrl: 'https://parcels.example/c/',
    });
  },
);

it('warns of a password that stands in the environment', async () => {
  const env = { DATABASE_URL: 'postgres://a:secret@b/c' };
  const read = await readConfiguration(env, null);
  if (!read.ok) throw new Error(read.error.join());
  expect(read.value.warnings).toHaveLength(1);
  expect(read.value.warnings[0]).not.toContain('secret');
});

describe('the example', () => {
  it('is a file that sets nothing, and with its examples set everything', async () => {
    const none = await readConfiguration({}, await written(exampleFile()));
    expect(none).toMatchObject({ ok: true, value: { origins: { 'server.port': 'default' } } });
    // Its files are those of another machine.
    const faults = await faultsOf(exampleFile(() => true));
    expect(faults.filter((fault) => !fault.endsWith('which does not exist'))).toEqual([]);
    for (const name of OPTION_NAMES) {
      expect(exampleFile()).toContain(`[${OPTIONS[name].variable}]`);
    }
  });
});
