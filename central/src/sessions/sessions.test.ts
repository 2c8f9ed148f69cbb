import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR, MINUTE } from '../clock.ts';
import {
  addPerson,
  type Browser,
  codeOf,
  forgetSteps,
  makeBrowser,
  type Person,
  passTime,
} from '../testing/people.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { forgetSessions } from './sessions.ts';

const PUBLIC = 'https://central.example';
let postgres: TestPostgres;
let central: TestCentral;
/** Another process on the same database, whose clock is an hour ahead. */
let ahead: TestCentral;
let omar: Person;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres, { publicUrl: PUBLIC });
  const { databaseUrl, dataFolder } = central;
  const now = () => (Date.now() + HOUR) as Instant;
  ahead = await startTestCentral(postgres, { databaseUrl, dataFolder, publicUrl: PUBLIC, now });
  omar = await addPerson(central, 'Omar', [{ name: 'dispatcher' }]);
});
afterAll(async () => {
  await ahead?.stop();
  await central?.stop();
  await postgres?.stop();
});
beforeEach(async () => {
  await forgetSteps(central);
  await central.ports.pool.query('delete from sign_in_limit');
});

const signIn = async (browser = makeBrowser(central.url), person = omar): Promise<Browser> => {
  await forgetSteps(central);
  const { name, password, secret } = person;
  const asked = { name, password, code: codeOf(secret) };
  expect((await browser.ask('POST', '/v1/sign-in', asked)).status).toBe(204);
  return browser;
};
const statusOf = async (browser: Browser): Promise<number> =>
  (await browser.ask('GET', '/v1/me')).status;
const acts = async (act: string): Promise<Record<string, unknown>[]> =>
  (await central.staff('GET', `/v1/audit?act=${act}`)).body.acts;

describe('a session', () => {
  it('is over after an hour in which nobody does anything', async () => {
    const browser = await signIn();
    for (let n = 0; n < 3; n++) {
      await passTime(central, 50 * MINUTE);
      expect(await statusOf(browser)).toBe(200);
    }
    await passTime(central, 61 * MINUTE);
    expect(await statusOf(browser)).toBe(401);
  });

  it('is over after twelve hours, whatever is done', async () => {
    const browser = await signIn();
    for (let n = 0; n < 23; n++) {
      await passTime(central, 30 * MINUTE);
      expect(await statusOf(browser)).toBe(200);
    }
    await passTime(central, 31 * MINUTE);
    expect(await statusOf(browser)).toBe(401);
  });

  it('ends when its person signs out, and the browser forgets it', async () => {
    const browser = await signIn();
    const copy = browser.cookie();
    const out = await browser.ask('POST', '/v1/sign-out');
    expect([out.status, browser.cookie()]).toEqual([204, '']);
    expect(await statusOf(makeBrowser(central.url, copy))).toBe(401);
  });

  it('ends everywhere, everywhere but here, or in one other place', async () => {
    const [here, phone, third] = [await signIn(), await signIn(), await signIn()];
    const { sessions } = (await here.ask('GET', '/v1/me/sessions')).body;
    expect(sessions.filter((one: { isThis: boolean }) => one.isThis)).toHaveLength(1);
    const other = (await phone.ask('GET', '/v1/me')).body.session.id;
    expect((await here.ask('POST', `/v1/me/sessions/${other}/end`)).status).toBe(204);
    expect([await statusOf(phone), await statusOf(third)]).toEqual([401, 200]);
    expect((await here.ask('POST', '/v1/me/sessions/end', { here: false })).status).toBe(204);
    expect([await statusOf(here), await statusOf(third)]).toEqual([200, 401]);
    expect((await here.ask('POST', '/v1/me/sessions/end', {})).status).toBe(204);
    expect(await statusOf(here)).toBe(401);
  });

  it('of somebody else is not ended by its id', async () => {
    const mia = await addPerson(central, 'Mia', [{ name: 'depot' }]);
    const { id } = (await mia.browser.ask('GET', '/v1/me')).body.session;
    const browser = await signIn();
    const refused = await browser.ask('POST', `/v1/me/sessions/${id}/end`);
    expect(refused.body.type).toMatch(/unknown-session$/);
    expect(await statusOf(mia.browser)).toBe(200);
  });

  it('is another one after a new sign-in, and the one before it is over', async () => {
    const browser = await signIn();
    const before = browser.cookie();
    await signIn(browser);
    expect(browser.cookie()).not.toBe(before);
    expect(await statusOf(makeBrowser(central.url, before))).toBe(401);
    expect(await statusOf(browser)).toBe(200);
  });

  it('of a colleague who left is over at once, and so is everything else of theirs', async () => {
    await addPerson(central, 'Stays', [{ name: 'admin' }]);
    const eva = await addPerson(central, 'Eva', [{ name: 'admin' }]);
    const key = (await central.staff('POST', `/v1/operators/${eva.id}/key`, {})).body.token;
    expect((await central.staff('POST', `/v1/operators/${eva.id}/remove`)).status).toBe(204);
    expect(await statusOf(eva.browser)).toBe(401);
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${central.url}/v1/me`, { headers })).status).toBe(401);
    const { name, password, secret } = eva;
    const asked = { name, password, code: codeOf(secret) };
    const again = await makeBrowser(central.url).ask('POST', '/v1/sign-in', asked);
    expect(again.status).toBe(401);
  });

  it('is forgotten by the database a day after it is over', async () => {
    const browser = await signIn();
    await passTime(central, 35 * HOUR);
    await forgetSessions(central.ports.pool);
    const count = async () =>
      (await central.ports.pool.query('select count(*) as n from operator_session_token')).rows[0]
        .n;
    expect(await count()).toBeGreaterThan(0);
    await passTime(central, 2 * HOUR);
    await forgetSessions(central.ports.pool);
    expect(await count()).toBe(0);
    expect(await statusOf(browser)).toBe(401);
  });
});

describe('a token', () => {
  it('is exchanged each hour, while requests with the one before are on their way', async () => {
    const browser = await signIn();
    const first = browser.cookie();
    await statusOf(browser);
    await passTime(central, 59 * MINUTE);
    await statusOf(browser);
    expect(browser.cookie()).toBe(first);
    await passTime(central, 2 * MINUTE);
    const many = await Promise.all(Array.from({ length: 6 }, () => browser.ask('GET', '/v1/me')));
    expect(many.map(({ status }) => status)).toEqual(Array(6).fill(200));
    // One of them got the new one, the others none.
    expect(many.filter(({ headers }) => headers.get('set-cookie') !== null)).toHaveLength(1);
    expect(browser.cookie()).not.toBe(first);
    expect(await statusOf(browser)).toBe(200);
    expect(await statusOf(makeBrowser(central.url, first))).toBe(200);
  });

  it('that was exchanged and is shown again ends the session for whoever has it', async () => {
    const browser = await signIn();
    const thief = makeBrowser(central.url, browser.cookie());
    await statusOf(browser);
    await passTime(central, 59 * MINUTE);
    await statusOf(browser);
    await passTime(central, 2 * MINUTE);
    await statusOf(browser);
    await statusOf(browser);
    await passTime(central, 2 * MINUTE);
    expect(await statusOf(browser)).toBe(200);
    expect(await statusOf(thief)).toBe(401);
    expect(await statusOf(browser)).toBe(401);
    expect((await acts('session-replayed'))[0]).toMatchObject({
      actor: 'central',
      subject: { operator: omar.id },
    });
  });

  it('stays good where the answer with the next one was lost', async () => {
    const browser = await signIn();
    const first = browser.cookie();
    await statusOf(browser);
    await passTime(central, 59 * MINUTE);
    await statusOf(browser);
    await passTime(central, 2 * MINUTE);
    const lost = makeBrowser(central.url, first);
    await statusOf(lost);
    expect(lost.cookie()).not.toBe(first);
    await passTime(central, 10 * MINUTE);
    expect(await statusOf(makeBrowser(central.url, first))).toBe(200);
  });

  it('is no key, and a key is no cookie', async () => {
    const browser = await signIn();
    const headers = { authorization: `Bearer ${browser.cookie()}` };
    expect((await fetch(`${central.url}/v1/me`, { headers })).status).toBe(401);
    const { body } = await central.staff('POST', '/v1/operators', {
      ...{ name: randomUUID(), kind: 'integration', grants: [{ name: 'look' }] },
    });
    expect(await statusOf(makeBrowser(central.url, body.token))).toBe(401);
  });
});

describe('a request with the cookie', () => {
  it('from a page of another site is refused, whatever it asks', async () => {
    const browser = await signIn();
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const [method, path] of [
      ['POST', '/v1/sign-out'],
      ['POST', '/v1/depots'],
      ['GET', '/v1/depots'],
    ] as const) {
      const refused = await browser.ask(method, path, undefined, elsewhere);
      expect(refused).toMatchObject({ status: 403, body: { type: /cross-site$/ } });
    }
    expect(await statusOf(browser)).toBe(200);
  });

  it('that changes something says that its page is central’s own', async () => {
    const browser = await signIn();
    const send = async (more: Record<string, string>) =>
      (
        await fetch(`${central.url}/v1/me/sessions/end`, {
          method: 'POST',
          headers: {
            cookie: `__Host-kerbside=${browser.cookie()}`,
            'content-type': 'application/json',
            ...more,
          },
          body: '{"here":false}',
        })
      ).status;
    for (const more of [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: `https://evil.example:${new URL(central.url).port}` },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-site', origin: central.url },
    ]) {
      expect([more, await send(more as Record<string, string>)]).toEqual([more, 403]);
    }
    expect(await send({ origin: central.url })).toBe(204);
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(204);
  });
});

describe('a process whose clock is an hour ahead', () => {
  it('takes a session, a code and a key as the others do, and gives such', async () => {
    const browser = await signIn();
    expect(await statusOf(makeBrowser(ahead.url, browser.cookie()))).toBe(200);
    const there = await signIn(makeBrowser(ahead.url));
    expect(await statusOf(makeBrowser(central.url, there.cookie()))).toBe(200);
    const { sessions } = (await there.ask('GET', '/v1/me/sessions')).body;
    const own = sessions.find((one: { isThis: boolean }) => one.isThis);
    expect(Math.abs(own.createdAt - Date.now())).toBeLessThan(MINUTE);
    const body = { name: randomUUID(), kind: 'integration', grants: [{ name: 'look' }] };
    const { id, token } = (await central.staff('POST', '/v1/operators', body)).body;
    await ahead.staff('POST', `/v1/operators/${id}/key`, { days: 1 });
    await passTime(central, 23 * HOUR + 30 * MINUTE);
    const ask = (url: string) =>
      fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    for (const url of [central.url, ahead.url]) expect((await ask(url)).status).toBe(200);
    await passTime(central, 31 * MINUTE);
    for (const url of [central.url, ahead.url]) expect((await ask(url)).status).toBe(401);
  });
});
