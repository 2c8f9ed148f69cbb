import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBrowser, tokenOf } from '../central/src/testing/people.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';
import { openTelephone, type Telephone } from './support/telephone.ts';

// Passkeys in a real browser, with the authenticator that Chromium has for tests. What a good one
// never sends is in central/src/sign-in/passkeys.test.ts.

let started: CentralAndDisplay;
let central: TestCentral;
let browser: Telephone;
let authenticator: string;

beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  // An address is no name that a passkey can be for.
  const url = central.url.replace('127.0.0.1', 'localhost');
  browser = await openTelephone(`${url}/v1/sign-in`, started.display);
  await browser.debug.send('WebAuthn.enable');
  const made = await browser.debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  authenticator = made.authenticatorId;
});
afterAll(async () => {
  await browser?.close();
  await started?.stop();
});

/** Asks central from its own page, with the browser's own cookie. */
const ask = (method: string, path: string, body?: unknown) =>
  browser.page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where, {
        method: how,
        headers: what === null ? {} : { 'content-type': 'application/json' },
        body: what,
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );

const create = (options: unknown) =>
  browser.page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json as never);
    const made = await navigator.credentials.create({ publicKey });
    return (made as PublicKeyCredential).toJSON();
  }, options);
const get = (options: unknown) =>
  browser.page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json as never);
    const got = await navigator.credentials.get({ publicKey });
    return (got as PublicKeyCredential).toJSON();
  }, options);

test('the first admin sets up a passkey by the link, signs out, and in again by it', async () => {
  const token = tokenOf(central.setUpLink ?? '');
  const begun = await ask('POST', '/v1/set-up/passkey/begin', { token, name: 'Ada' });
  const credential = await create(begun.body.options);
  const asked = { token, name: 'Ada', label: 'This computer', credential };
  expect((await ask('POST', '/v1/set-up/passkey', asked)).status).toBe(204);
  expect((await ask('GET', '/v1/me')).body).toMatchObject({ name: 'Ada' });
  expect((await ask('POST', '/v1/sign-out')).status).toBe(204);
  expect((await ask('GET', '/v1/me')).status).toBe(401);
  const challenge = await ask('POST', '/v1/sign-in/passkey/begin', {});
  const used = await get(challenge.body.options);
  expect((await ask('POST', '/v1/sign-in/passkey', { credential: used })).status).toBe(204);
  expect((await ask('GET', '/v1/me')).body.session).toMatchObject({ via: 'passkey' });
  // Whoever copied what was sent cannot use it.
  const copied = await makeBrowser(central.url).ask('POST', '/v1/sign-in/passkey', {
    credential: used,
  });
  expect(copied.status).toBe(401);
});

test('the cookie is one that no script reads', async () => {
  expect(await browser.page.evaluate(() => document.cookie)).toBe('');
});

test('an authenticator that does not check its person makes none', async () => {
  await browser.debug.send('WebAuthn.setUserVerified', {
    authenticatorId: authenticator,
    isUserVerified: false,
  });
  const challenge = await ask('POST', '/v1/sign-in/passkey/begin', {});
  await expect(get(challenge.body.options)).rejects.toThrow('NotAllowedError');
});
