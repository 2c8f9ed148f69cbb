import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../clock.ts';
import { makeAuthenticator } from '../testing/authenticator.fake.ts';
import {
  CLIENT,
  startIdentityProvider,
  type TestIdentityProvider,
} from '../testing/identity-provider.ts';
import {
  addPerson,
  type Browser,
  codeOf,
  followLink,
  forgetSteps,
  makeBrowser,
  type Person,
  passTime,
  tokenOf,
} from '../testing/people.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { CALLBACK } from './provider-routes.ts';

const PUBLIC = 'https://central.example';

let postgres: TestPostgres;
let provider: TestIdentityProvider;
let central: TestCentral;
let ada: Person;
beforeAll(async () => {
  postgres = await startTestPostgres();
  provider = await startIdentityProvider([`${PUBLIC}${CALLBACK}`]);
  const identityProvider = { name: 'Company account', issuer: provider.issuer, ...CLIENT };
  central = await startTestCentral(postgres, { publicUrl: PUBLIC, identityProvider });
  ada = await followLink(central.url, central.setUpLink ?? '', 'Ada');
});
afterAll(async () => {
  await central?.stop();
  await provider?.stop();
  await postgres?.stop();
});
beforeEach(async () => {
  await central.ports.pool.query('delete from sign_in_limit');
  await forgetSteps(central);
  await passTime(central, 11 * MINUTE);
});

let named = 0;
const newcomer = () => ({
  name: `Newcomer ${++named}`,
  kind: 'person',
  grants: [{ name: 'dispatcher' }],
});
const problemOf = ({ body }: { readonly body: { readonly type?: string } }) =>
  body.type?.split(':').at(-1);
const right = ({ password, secret }: Person) => ({ password, code: codeOf(secret) });

describe('a session whose person showed who they are a while ago', () => {
  it('does nothing that lets somebody in, and everything else', async () => {
    const { id } = await addPerson(central, 'Victim', [{ name: 'dispatcher' }]);
    const depot = await central.staff('POST', '/v1/depots', { name: 'North', timeZone: 'UTC' });
    const acts: [Parameters<Browser['ask']>[0], string, object?][] = [
      ['POST', '/v1/operators', newcomer()],
      ['POST', `/v1/operators/${id}/key`, {}],
      ['PUT', `/v1/operators/${id}/grants`, { grants: [{ name: 'admin' }] }],
      ['POST', `/v1/operators/${id}/invite`],
      ['POST', `/v1/operators/${id}/remove`],
      ['POST', `/v1/depots/${depot.body.id}/webhooks`, { url: 'https://shop.example/' }],
      ['POST', '/v1/me/password', { password: 'violet-hamster-lamp-39' }],
      ['POST', '/v1/me/authenticator/begin'],
      ['POST', '/v1/me/recovery-codes'],
      ['POST', '/v1/me/passkeys/begin'],
    ];
    for (const [method, path, body] of acts) {
      const answer = await ada.browser.ask(method, path, body);
      expect([path, answer.status, problemOf(answer)]).toEqual([path, 403, 'sign-in-stale']);
    }
    expect((await ada.browser.ask('GET', '/v1/operators')).status).toBe(200);
    const policy = `/v1/depots/${depot.body.id}/policy`;
    expect((await ada.browser.ask('PATCH', policy, { leaseHours: 20 })).status).toBe(200);
  });

  it('does it once its person has shown it again, for ten minutes', async () => {
    const cookie = ada.browser.cookie();
    const proved = await ada.browser.ask('POST', '/v1/me/proof', right(ada));
    expect([proved.status, ada.browser.cookie()]).toEqual([204, cookie]);
    expect((await ada.browser.ask('POST', '/v1/operators', newcomer())).status).toBe(201);
    await passTime(central, 11 * MINUTE);
    expect(problemOf(await ada.browser.ask('POST', '/v1/operators', newcomer()))).toBe(
      'sign-in-stale',
    );
    const { body } = await ada.browser.ask('GET', '/v1/audit?act=proved-again');
    expect(body.acts).toMatchObject([{ actor: 'Ada', subject: { via: 'password' } }]);
  });

  it('is no further by what is wrong, which is counted and signs nobody out', async () => {
    const answers: (string | undefined)[] = [];
    for (let n = 0; n < 6; n++) {
      const wrong = { ...right(ada), password: 'not-the-password' };
      answers.push(problemOf(await ada.browser.ask('POST', '/v1/me/proof', wrong)));
    }
    expect(answers).toEqual([...new Array(5).fill('proof-refused'), 'too-many-tries']);
    expect(problemOf(await ada.browser.ask('POST', '/v1/operators', newcomer()))).toBe(
      'sign-in-stale',
    );
  });

  it('is no further by what is somebody else’s', async () => {
    const eve = await addPerson(central, 'Eve', [{ name: 'dispatcher' }]);
    const answer = await ada.browser.ask('POST', '/v1/me/proof', right(eve));
    expect([answer.status, problemOf(answer)]).toEqual([422, 'proof-refused']);
    const authenticator = makeAuthenticator(PUBLIC);
    const begun = await eve.browser.ask('POST', '/v1/me/passkeys/begin');
    const credential = authenticator.create(begun.body.options);
    await eve.browser.ask('POST', '/v1/me/passkeys', { label: 'Key', credential });
    const by = async ({ ask }: Browser) => {
      const asked = await ask('POST', '/v1/sign-in/passkey/begin');
      const used = authenticator.get(asked.body.options);
      return ask('POST', '/v1/me/proof/passkey', { credential: used });
    };
    expect(problemOf(await by(ada.browser))).toBe('proof-refused');
    await passTime(central, 11 * MINUTE);
    expect((await by(eve.browser)).status).toBe(204);
    expect((await eve.browser.ask('POST', '/v1/me/passkeys/begin')).status).toBe(200);
  });

  it('is no further by a key', async () => {
    const answer = await central.staff('POST', '/v1/me/proof', right(ada));
    expect([answer.status, problemOf(answer)]).toEqual([422, 'proof-refused']);
    expect(
      problemOf(await central.staff('POST', '/v1/me/proof/provider', { next: '/settings' })),
    ).toBe('sign-in-stale');
  });
});

describe('at the identity provider', () => {
  const goThere = async (browser: Browser, sub: string) => {
    const begun = await browser.ask('POST', '/v1/me/proof/provider', { next: '/settings/people' });
    const [, flow = ''] = /kerbside-flow=([^;]*)/.exec(begun.headers.get('set-cookie') ?? '') ?? [];
    const account = { sub, email: `${sub}@company.example`, isVerified: true };
    const { pathname, search } = new URL(await provider.signIn(begun.body.url, account));
    const back = await fetch(`${central.url}${pathname}${search}`, {
      redirect: 'manual',
      headers: { cookie: `__Host-kerbside-flow=${flow}`, 'sec-fetch-site': 'cross-site' },
    });
    return { url: String(begun.body.url), to: back.headers.get('location'), back };
  };

  it('somebody shows it who is known there, and goes on where they were in the same session', async () => {
    const added = await central.staff('POST', '/v1/operators', {
      ...newcomer(),
      grants: [{ name: 'admin' }],
    });
    const invited = await central.staff('POST', `/v1/operators/${added.body.id}/invite`);
    const asked = { token: tokenOf(invited.body.link) };
    const begun = await makeBrowser(central.url).ask('POST', '/v1/sign-in/provider/begin', asked);
    const [, flow = ''] = /kerbside-flow=([^;]*)/.exec(begun.headers.get('set-cookie') ?? '') ?? [];
    const account = { sub: 'xia', email: 'xia@company.example', isVerified: true };
    const { pathname, search } = new URL(await provider.signIn(begun.body.url, account));
    const back = await fetch(`${central.url}${pathname}${search}`, {
      redirect: 'manual',
      headers: { cookie: `__Host-kerbside-flow=${flow}` },
    });
    const set = back.headers.getSetCookie().join('\n');
    const xia = makeBrowser(central.url, /^__Host-kerbside=([\w-]{43})/m.exec(set)?.[1]);
    await passTime(central, 11 * MINUTE);
    expect(problemOf(await xia.ask('POST', '/v1/operators', newcomer()))).toBe('sign-in-stale');

    const other = await goThere(xia, 'yan');
    expect(other.to).toBe('/settings/people#sign-in-refused');
    expect(problemOf(await xia.ask('POST', '/v1/operators', newcomer()))).toBe('sign-in-stale');

    const own = await goThere(xia, 'xia');
    expect(new URL(own.url).searchParams.get('prompt')).toBe('login');
    expect([own.back.status, own.to]).toEqual([303, '/settings/people']);
    expect(own.back.headers.getSetCookie().join()).not.toMatch(/kerbside=[\w-]/);
    expect((await xia.ask('POST', '/v1/operators', newcomer())).status).toBe(201);
  });

  it('nobody is led to another site', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/a#b']) {
      const answer = await ada.browser.ask('POST', '/v1/me/proof/provider', { next });
      expect([next, answer.status]).toEqual([next, 400]);
    }
  });
});
