import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { addPerson, codeOf, forgetSteps, type Person, passTime } from '../testing/people.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { seedRoute } from '../testing/seed.ts';

const central = centralForTests();
let folder: string;
let nadia: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-cli-'));
  const { depot } = await seedRoute(central, 1);
  nadia = await addPerson(central, 'Nadia Weber', [{ name: 'dispatcher', depot }]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  await forgetSteps(central);
  await central.ports.pool.query('delete from sign_in_limit');
});

const file = () => join(folder, 'session.json');
const env = () => ({ ...envOf(central), KERBSIDE_SESSION_FILE: file() });
const kerbside = (...args: string[]) => runCli({ env: env() }, ...args);
const signIn = (password = nadia.password) =>
  runCli(
    {
      env: env(),
      ask: async (question) => (question.startsWith('Name') ? nadia.name : codeOf(nadia.secret)),
      askSecret: async () => password,
    },
    'me',
    'sign-in',
  );

it('a person signs in, and what they do is done in their name', async () => {
  const { code, out, err } = await signIn();
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('Signed in as Nadia Weber');
  expect(out + err).not.toContain(nadia.password);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  const added = await kerbside('driver', 'add', 'Dora Klein', '--depot', await depotName());
  expect([added.code, added.err]).toEqual([0, '']);
  const { acts } = (await central.staff('GET', '/v1/audit?act=driver-added')).body;
  expect(acts[0].actor).toBe('Nadia Weber');
  // What they may not is not theirs by the key that lies there.
  expect((await kerbside('operator', 'list')).err).toContain('[forbidden]');
});

const depotName = async (): Promise<string> =>
  (await nadia.browser.ask('GET', '/v1/depots')).body.depots[0].name;

it('the cookie that central exchanges each hour is kept', async () => {
  await signIn();
  const before = await readFile(file(), 'utf8');
  await kerbside('depot', 'list');
  await passTime(central, 59 * MINUTE);
  await kerbside('depot', 'list');
  await passTime(central, 2 * MINUTE);
  expect((await kerbside('depot', 'list')).code).toBe(0);
  expect(await readFile(file(), 'utf8')).not.toBe(before);
  await passTime(central, 30 * MINUTE);
  expect((await kerbside('depot', 'list')).code).toBe(0);
});

it('a session that is over is said to be, and forgotten', async () => {
  await signIn();
  await passTime(central, HOUR + MINUTE);
  const { code, err } = await kerbside('depot', 'list');
  expect([code, err]).toEqual([1, expect.stringContaining('[session-over]')]);
  // The key of the machine is what is left.
  expect((await kerbside('depot', 'list')).code).toBe(0);
});

it('sign-out ends it at central as well, and its file is gone', async () => {
  await signIn();
  const { cookie } = JSON.parse(await readFile(file(), 'utf8'));
  expect((await kerbside('me', 'sign-out')).out).toBe('Signed out.\n');
  await expect(stat(file())).rejects.toThrow('ENOENT');
  const copy = await fetch(`${central.url}/v1/me`, { headers: { cookie } });
  expect(copy.status).toBe(401);
  expect((await kerbside('me', 'sign-out')).out).toBe('Nobody was signed in here.\n');
});

it('a wrong password, no terminal, and a file that others can read are refused', async () => {
  const wrong = await signIn('lamp-hamster-violet-94');
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('[sign-in-refused]')]);
  expect((await kerbside('me', 'sign-in')).err).toContain('[no-terminal]');
  await signIn();
  await chmod(file(), 0o644);
  expect((await kerbside('depot', 'list')).err).toContain('[session-file-open]');
  await chmod(file(), 0o600);
});

it('a session of one central is not shown to another, nor where a key is named', async () => {
  await signIn();
  const elsewhere = { ...env(), KERBSIDE_CENTRAL: central.url.replace('127.0.0.1', 'localhost') };
  expect((await runCli({ env: elsewhere }, 'operator', 'list')).code).toBe(0);
  const named = { ...env(), KERBSIDE_TOKEN_FILE: join(central.dataFolder, 'operator.token') };
  expect((await runCli({ env: named }, 'operator', 'list')).code).toBe(0);
});
