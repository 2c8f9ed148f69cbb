import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../clock.ts';
import { letInOnMachine } from '../let-in.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  addPerson,
  codeOf,
  followLink,
  forgetSteps,
  makeBrowser,
  type Person,
  passTime,
  tokenOf,
} from '../testing/people.ts';
import { envOf, runCli } from '../testing/run-cli.ts';

const central = centralForTests();
const browser = () => makeBrowser(central.url);
beforeEach(async () => {
  await forgetSteps(central);
  await central.ports.pool.query('delete from sign_in_limit');
});

const signIn = (person: Person, given: object = {}, at = browser()) => {
  const { name, password, secret } = person;
  return at.ask('POST', '/v1/sign-in', { name, password, code: codeOf(secret), ...given });
};

describe('the first admin', () => {
  const link = () => central.setUpLink ?? '';

  it('comes in by the link of a start, once, under a name of their own', async () => {
    expect(link()).toMatch(new RegExp(`^${central.url}/set-up#[\\w-]{43}$`));
    const token = tokenOf(link());
    const begun = await browser().ask('POST', '/v1/set-up/begin', { token });
    expect(begun.body).toMatchObject({ kind: 'first-admin', name: null });
    const { uri, secret } = begun.body.authenticator;
    expect(uri).toBe(
      `otpauth://totp/Kerbside%3Aadmin?secret=${secret}&issuer=Kerbside&algorithm=SHA1&digits=6&period=30`,
    );
    const set = (more: object) =>
      browser().ask('POST', '/v1/set-up', {
        ...{ token, name: 'Ada', password: 'violet-hamster-lamp-1', code: codeOf(secret) },
        ...more,
      });
    const problem = async (more: object) => (await set(more)).body.type?.split(':').at(-1);
    expect(await problem({ name: null })).toBe('name-missing');
    await addPerson(central, 'Nadia', [{ name: 'it' }]);
    expect(await problem({ name: 'nadia' })).toBe('name-taken');
    expect(await problem({ code: '000000' })).toBe('code-wrong');
    expect((await set({ password: 'short' })).body.why).toBe('too-short');
    expect((await set({ password: 'Kerbside-Ada' })).body.why).toBe('easy-to-guess');
    expect((await set({ password: 'qwertyuiop123' })).body.why).toBe('easy-to-guess');
    expect((await set({})).status).toBe(201);
    expect(await problem({})).toBe('link-over');
    expect((await browser().ask('POST', '/v1/set-up/begin', { token })).status).toBe(410);
    const { operators } = (await central.staff('GET', '/v1/operators')).body;
    expect(operators.find((one: { name: string }) => one.name === 'Ada')).toMatchObject({
      kind: 'person',
      signsIn: true,
      grants: [{ name: 'admin', depot: null }],
    });
  });
});

it('on the machine, a lost last admin is let in again, and the audit says so', async () => {
  const { databaseUrl, dataFolder, url } = central;
  const made = await letInOnMachine({ databaseUrl, dataFolder, publicUrl: url });
  if (!made.ok) throw new Error(made.error.sentence);
  const person = await followLink(url, made.value.link, 'Second Ada');
  expect((await person.browser.ask('GET', '/v1/operators')).status).toBe(200);
  const { acts } = (await central.staff('GET', '/v1/audit?act=operator-invited&of=admin')).body;
  expect(acts).toMatchObject([{ actor: 'central' }]);
});

it('the command line makes a link for a colleague', async () => {
  const body = { name: 'Pia', kind: 'person', grants: [{ name: 'it' }] };
  await central.staff('POST', '/v1/operators', body);
  const made = await runCli({ env: envOf(central) }, 'operator', 'invite', 'pia', '--json');
  const pia = await followLink(central.url, JSON.parse(made.out).link);
  expect(pia.name).toBe('Pia');
});

it('where central is tried out by http on one machine, the cookie is one that a browser keeps there', async () => {
  const person = await addPerson(central, 'Trial', [{ name: 'it' }]);
  await forgetSteps(central);
  const set = (await signIn(person)).headers.get('set-cookie');
  expect(set).toMatch(/^kerbside=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
});

describe('a link', () => {
  const invited = async (name: string) => {
    const grants = [{ name: 'depot' }];
    const added = await central.staff('POST', '/v1/operators', { name, kind: 'person', grants });
    const path = `/v1/operators/${added.body.id}/invite`;
    return { id: added.body.id, invite: async () => (await central.staff('POST', path)).body.link };
  };

  it('is over after a day, when another takes its place, and when its person is removed', async () => {
    const { id, invite } = await invited('Lin');
    const first = await invite();
    const second = await invite();
    await expect(followLink(central.url, first)).rejects.toThrow('link-over');
    await passTime(central, DAY + MINUTE);
    await expect(followLink(central.url, second)).rejects.toThrow('link-over');
    const third = await invite();
    expect((await central.staff('POST', `/v1/operators/${id}/remove`)).status).toBe(204);
    await expect(followLink(central.url, third)).rejects.toThrow('link-over');
  });

  it('takes the place of all that its person had, and ends their sessions', async () => {
    const { invite } = await invited('Max');
    const before = await followLink(central.url, await invite());
    const link = await invite();
    expect((await before.browser.ask('GET', '/v1/me')).status).toBe(200);
    const after = await followLink(central.url, link);
    expect((await before.browser.ask('GET', '/v1/me')).status).toBe(401);
    const old = await signIn(before);
    expect(old.body.type).toMatch(/sign-in-refused$/);
    await forgetSteps(central);
    const now = await signIn(after);
    expect(now.status).toBe(204);
  });

  it('is for people, and used by one of two who have it', async () => {
    const body = { name: 'shop', kind: 'integration', grants: [{ name: 'look' }] };
    const shop = (await central.staff('POST', '/v1/operators', body)).body.id;
    const refused = await central.staff('POST', `/v1/operators/${shop}/invite`);
    expect(refused.body.type).toMatch(/not-a-person$/);
    const { invite } = await invited('Kim');
    const link = await invite();
    const both = await Promise.allSettled([
      followLink(central.url, link),
      followLink(central.url, link),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('somebody changes what they sign in with', () => {
  const signedIn = async (person: Person, given: object = {}) => {
    const at = browser();
    expect((await signIn(person, given, at)).status).toBe(204);
    return at;
  };

  it('soon after a sign-in alone, and their other sessions end', async () => {
    const vera = await addPerson(central, 'Vera', [{ name: 'it' }]);
    await forgetSteps(central);
    const at = await signedIn(vera);
    const other = await signedIn(vera, { code: vera.recoveryCodes[0] });
    const password = { password: 'another-lamp-and-hamster' };
    await passTime(central, 11 * MINUTE);
    const stale = await at.ask('POST', '/v1/me/password', password);
    expect(stale.body.type).toMatch(/sign-in-stale$/);
    await forgetSteps(central);
    const fresh = await signedIn(vera);
    expect((await fresh.ask('POST', '/v1/me/password', { password: 'x' })).status).toBe(422);
    expect((await fresh.ask('POST', '/v1/me/password', password)).status).toBe(204);
    for (const one of [at, other]) expect((await one.ask('GET', '/v1/me')).status).toBe(401);
    expect((await fresh.ask('GET', '/v1/me')).status).toBe(200);
    await forgetSteps(central);
    expect((await signIn(vera)).status).toBe(401);
    expect((await signIn(vera, password)).status).toBe(204);
  });

  it('puts another authenticator in place of the one before when a code of it was shown', async () => {
    const person = await addPerson(central, 'Uma', [{ name: 'it' }]);
    const begun = await person.browser.ask('POST', '/v1/me/authenticator/begin', {});
    const { secret } = begun.body;
    const put = (code: string) => person.browser.ask('POST', '/v1/me/authenticator', { code });
    expect((await put('000000')).body.type).toMatch(/code-wrong$/);
    expect((await put(codeOf(secret))).status).toBe(204);
    await forgetSteps(central);
    const by = (own: string) => signIn(person, { code: codeOf(own) });
    expect((await by(person.secret)).status).toBe(401);
    expect((await by(secret)).status).toBe(204);
  });

  it('has new recovery codes in place of those before', async () => {
    const person = await addPerson(central, 'Ivo', [{ name: 'it' }]);
    const made = await person.browser.ask('POST', '/v1/me/recovery-codes', {});
    const by = (code = '') => signIn(person, { code });
    expect((await by(person.recoveryCodes[0])).status).toBe(401);
    expect((await by(made.body.recoveryCodes[0])).status).toBe(204);
    expect(new Set(made.body.recoveryCodes).size).toBe(10);
  });

  it('not with a key', async () => {
    const refused = await central.staff('POST', '/v1/me/password', {
      password: 'lamp-hamster-violet-93',
    });
    expect(refused.body.type).toMatch(/sign-in-stale$/);
  });
});
