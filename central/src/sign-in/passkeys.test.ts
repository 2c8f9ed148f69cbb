import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAuthenticator, type Oddity } from '../testing/authenticator.fake.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  addPerson,
  type Browser,
  codeOf,
  forgetSteps,
  makeBrowser,
  type Person,
  passTime,
  tokenOf,
} from '../testing/people.ts';
import { relyingPartyOf } from './passkeys.ts';

const central = centralForTests({ publicUrl: 'https://central.example' });
const ORIGIN = 'https://central.example';
type Authenticator = ReturnType<typeof makeAuthenticator>;

let rosa: Person;
let own: Authenticator;

const addTo = async (browser: Browser, authenticator: Authenticator, odd: Oddity = {}) => {
  const { body } = await browser.ask('POST', '/v1/me/passkeys/begin', {});
  const credential = authenticator.create(body.options, odd);
  return browser.ask('POST', '/v1/me/passkeys', { label: 'Key', credential });
};
const begin = async () =>
  (await makeBrowser(central.url).ask('POST', '/v1/sign-in/passkey/begin', {})).body.options;
const signIn = async (
  authenticator: Authenticator,
  odd: Oddity = {},
  options?: { challenge: string },
) => {
  const browser = makeBrowser(central.url);
  const credential = authenticator.get(options ?? (await begin()), odd);
  const answer = await browser.ask('POST', '/v1/sign-in/passkey', { credential });
  return { browser, answer, credential };
};

beforeAll(async () => {
  rosa = await addPerson(central, 'Rosa', [{ name: 'dispatcher' }]);
  own = makeAuthenticator(ORIGIN);
  expect((await addTo(rosa.browser, own)).status).toBe(201);
});
beforeEach(async () => {
  await central.ports.pool.query('delete from sign_in_limit');
});

describe('a passkey', () => {
  it('signs its person in, who does not say who they are', async () => {
    const { browser, answer } = await signIn(own);
    expect(answer.status).toBe(204);
    const me = (await browser.ask('GET', '/v1/me')).body;
    expect(me).toMatchObject({
      name: 'Rosa',
      session: { via: 'passkey' },
      signsInWith: { passkeys: 1 },
    });
  });

  it('is asked for on the device, with what checks its person', async () => {
    const { body } = await rosa.browser.ask('POST', '/v1/me/passkeys/begin', {});
    expect(body.options).toMatchObject({
      rp: { id: 'central.example', name: 'Kerbside' },
      user: { name: 'Rosa' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: own.id }],
    });
    expect(await begin()).toMatchObject({ rpId: 'central.example', userVerification: 'required' });
  });

  it.each<[string, Oddity]>([
    ['comes from another page', { origin: 'https://evil.example' }],
    ['is for another host', { rpId: 'evil.example' }],
    ['did not check its person', { isVerified: false }],
    ['answers a challenge that is not central’s', { challenge: 'A'.repeat(72) }],
    ['answers a challenge of nothing', { challenge: '' }],
    ['was made for something else', { type: 'webauthn.create' }],
    ['says that it is somebody else’s', { userHandle: Buffer.from('x').toString('base64url') }],
    ['has another signature', { flipsSignature: true }],
  ])('is refused if it %s', async (_what, odd) => {
    const { answer } = await signIn(own, odd);
    expect(answer).toMatchObject({ status: 401, body: { type: /sign-in-refused$/ } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('answers a challenge once: what was sent is no use to who copied it', async () => {
    const options = await begin();
    const { answer, credential } = await signIn(own, {}, options);
    expect(answer.status).toBe(204);
    const browser = makeBrowser(central.url);
    const again = await browser.ask('POST', '/v1/sign-in/passkey', { credential });
    expect(again.status).toBe(401);
    expect((await signIn(own, {}, options)).answer.status).toBe(401);
  });

  it('answers no challenge that is over, nor one for a new passkey', async () => {
    const options = await begin();
    const late = Buffer.from(options.challenge, 'base64url');
    late.writeUIntBE(Date.now() - 1_000, 16, 6);
    expect((await signIn(own, { challenge: late.toString('base64url') })).answer.status).toBe(401);
    const { body } = await rosa.browser.ask('POST', '/v1/me/passkeys/begin', {});
    const { challenge } = body.options;
    expect((await signIn(own, { challenge })).answer.status).toBe(401);
  });

  it('that was copied is noticed by its counter', async () => {
    const person = await addPerson(central, 'Copied', [{ name: 'it' }]);
    const key = makeAuthenticator(ORIGIN);
    expect((await addTo(person.browser, key)).status).toBe(201);
    expect((await signIn(key, { counter: 7 })).answer.status).toBe(204);
    for (const counter of [7, 6, 1]) {
      expect((await signIn(key, { counter })).answer.status).toBe(401);
    }
    expect((await signIn(key, { counter: 8 })).answer.status).toBe(204);
  });

  it('of nobody whom central knows is refused as any other', async () => {
    expect((await signIn(makeAuthenticator(ORIGIN))).answer.status).toBe(401);
    for (const credential of [{}, { id: 'x' }, null]) {
      const browser = makeBrowser(central.url);
      const answer = await browser.ask('POST', '/v1/sign-in/passkey', { credential });
      expect(answer.status).toBe(400);
    }
  });

  it('is no use any more when its person has left', async () => {
    const person = await addPerson(central, 'Gone', [{ name: 'it' }]);
    const key = makeAuthenticator(ORIGIN);
    await addTo(person.browser, key);
    const options = await begin();
    await central.staff('POST', `/v1/operators/${person.id}/remove`);
    expect((await signIn(key, {}, options)).answer.status).toBe(401);
  });
});

describe('a new passkey', () => {
  it.each<[string, Oddity]>([
    ['comes from another page', { origin: 'https://evil.example' }],
    ['is for another host', { rpId: 'evil.example' }],
    ['did not check its person', { isVerified: false }],
    ['answers a challenge that is not central’s', { challenge: 'A'.repeat(72) }],
    ['was made for something else', { type: 'webauthn.get' }],
  ])('is refused if it %s', async (_what, odd) => {
    const refused = await addTo(rosa.browser, makeAuthenticator(ORIGIN), odd);
    expect(refused).toMatchObject({ status: 422, body: { type: /passkey-refused$/ } });
  });

  it('is not taken for somebody else than whom it was asked for', async () => {
    const other = await addPerson(central, 'Other', [{ name: 'it' }]);
    const { body } = await rosa.browser.ask('POST', '/v1/me/passkeys/begin', {});
    const credential = makeAuthenticator(ORIGIN).create(body.options);
    const asked = { label: 'Key', credential };
    expect((await other.browser.ask('POST', '/v1/me/passkeys', asked)).status).toBe(422);
    // Nor is one that somebody has already.
    const known = makeAuthenticator(ORIGIN);
    expect((await addTo(rosa.browser, known)).status).toBe(201);
    expect((await addTo(other.browser, known)).status).toBe(422);
    expect((await other.browser.ask('GET', '/v1/me/passkeys')).body.passkeys).toEqual([]);
  });

  it('is added soon after a sign-in alone', async () => {
    const { browser } = await signIn(own);
    await passTime(central, 11 * 60_000);
    const stale = await browser.ask('POST', '/v1/me/passkeys/begin', {});
    expect(stale.body.type).toMatch(/sign-in-stale$/);
  });

  it('is set up by a link in place of a password, and stays as long as it is the last', async () => {
    const body = { name: 'Only', kind: 'person', grants: [{ name: 'it' }] };
    const { id } = (await central.staff('POST', '/v1/operators', body)).body;
    const invited = await central.staff('POST', `/v1/operators/${id}/invite`);
    const token = tokenOf(invited.body.link);
    expect(invited.body.link).toMatch(/^https:\/\/central\.example\/set-up#/);
    const browser = makeBrowser(central.url);
    const key = makeAuthenticator(ORIGIN);
    const set = async (odd: Oddity) => {
      const begun = await browser.ask('POST', '/v1/set-up/passkey/begin', { token });
      const credential = key.create(begun.body.options, odd);
      const asked = { token, label: 'Blue key', credential };
      return (await browser.ask('POST', '/v1/set-up/passkey', asked)).status;
    };
    expect(await set({ origin: 'https://evil.example' })).toBe(422);
    expect(await set({})).toBe(204);

    expect((await browser.ask('GET', '/v1/me')).body.signsInWith).toMatchObject({
      ...{ password: false, recoveryCodes: 0, passkeys: 1 },
    });
    expect((await signIn(key)).answer.status).toBe(204);
    const { passkeys } = (await browser.ask('GET', '/v1/me/passkeys')).body;
    expect(passkeys).toMatchObject([{ id: key.id, name: 'Blue key' }]);
    const remove = (one: string) => browser.ask('POST', `/v1/me/passkeys/${one}/remove`);
    expect((await remove(key.id)).body.type).toMatch(/last-means$/);
    expect((await remove(own.id)).body.type).toMatch(/unknown-passkey$/);
    const second = makeAuthenticator(ORIGIN);
    expect((await addTo(browser, second)).status).toBe(201);
    const both = await Promise.all([remove(key.id), remove(second.id)]);
    // Two that are taken away at the same time: one stays.
    expect((await browser.ask('GET', '/v1/me/passkeys')).body.passkeys).toHaveLength(1);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });
});

it('who has a passkey still signs in by password, and the other way round', async () => {
  await forgetSteps(central);
  const { name, password, secret } = rosa;
  const asked = { name, password, code: codeOf(secret) };
  const browser = makeBrowser(central.url);
  expect((await browser.ask('POST', '/v1/sign-in', asked)).status).toBe(204);
});

it.each([
  [
    'https://central.example:8443',
    { id: 'central.example', origin: 'https://central.example:8443' },
  ],
  ['http://127.0.0.1:8443', { id: 'localhost', origin: 'http://localhost:8443' }],
  ['http://[::1]:8443', { id: 'localhost', origin: 'http://localhost:8443' }],
  ['https://10.1.2.3', null],
])('at %s, passkeys are for %j', (url, party) => {
  expect(relyingPartyOf(url)).toEqual(party);
});
