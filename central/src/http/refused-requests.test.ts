import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemNow } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { seedRoute } from '../testing/seed.ts';

const central = centralForTests({ now: systemNow });

/** Sends what no client would, and gives all that comes back. */
const sendRaw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(central.url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      // Whoever keeps the connection has said all that there is to say.
      if (answer.includes('}')) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

describe('a request that is refused', () => {
  it('is told how to show who it is from (RFC 9110, 11.6.1)', async () => {
    const answer = await fetch(`${central.url}/v1/me`);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('is told what a version looks like, if it named one in another way', async () => {
    const { route } = await seedRoute(central, 1);
    const listed = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    const path = `/v1/deliveries/${listed.body.deliveries[0].id}`;
    for (const version of ['1', '*']) {
      const headers = { 'if-match': version, 'idempotency-key': '"a"' };
      const refused = await central.staff('PATCH', path, { customer: 'R. Okafor' }, headers);
      expect(refused).toMatchObject({
        status: 428,
        body: { title: expect.stringContaining('double quotes') },
      });
    }
  });

  it('asks for a part of a list that always comes whole', async () => {
    const { depot, route } = await seedRoute(central, 1);
    const depots = `/v1/depots/${depot}`;
    const lists = ['/v1/depots', `${depots}/staff`, `${depots}/drivers`];
    for (const list of [...lists, `/v1/routes/${route}/deliveries`]) {
      expect((await central.staff('GET', list)).status).toBe(200);
      expect((await central.staff('GET', `${list}?limit=1`)).status).toBe(400);
    }
  });

  it.each([
    ['DELETE', '/v1/depots', 'GET, HEAD, POST'],
    ['GET', '/v1/sign-out', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PUT', `/v1/deliveries/${randomUUID()}`, 'GET, HEAD, PATCH'],
    ['OPTIONS', '/v1/me', 'GET, HEAD'],
  ])('is for a path without such a method: %s %s', async (method, path, allow) => {
    const answer = await fetch(central.url + path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await answer.json()).toMatchObject({ type: /method-not-allowed$/, status: 405 });
  });

  it.each(['GET /v2/me', 'POST /v1/nothing', 'GET /v1/depots/'])(
    'is for a path that there is not: %s',
    async (line) => {
      const [method = '', path = ''] = line.split(' ');
      const answer = await fetch(central.url + path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([404, null]);
    },
  );

  it.each([
    ['GET /v1/..%zz HTTP/1.1\r\nHost: x', 400, 'unreadable'],
    ['there is no such thing', 400, 'unreadable'],
    [`GET /v1/me HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}`, 431, 'headers-too-large'],
  ])('is none, and hears so all the same (%#)', async (head, status, code) => {
    const answer = await sendRaw(`${head}\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      type: `urn:kerbside:problem:${code}`,
      status,
    });
  });

  it.each(['text/plain', 'text/csv', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'has JSON in it, and says that it is %s',
    async (type) => {
      const more = { 'content-type': type };
      const refused = await central.staff('POST', '/v1/depots', { name: 'Berlin' }, more);
      expect(refused).toMatchObject({ status: 415, body: { type: /wrong-media-type$/ } });
    },
  );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'has a member that every object has: %s',
    async (name) => {
      const body = `{"name":"Berlin","timeZone":"UTC","${name}":{"name":"x"}}`;
      const more = { 'content-type': 'application/json' };
      const refused = await central.staff('POST', '/v1/depots', body, more);
      const issues = [{ where: `body/${name}`, code: 'unknown-member' }];
      expect(refused).toMatchObject({ status: 400, body: { issues } });
    },
  );

  it('names a delivery by its reference, in whatever way it is typed', async () => {
    const { route } = await seedRoute(central, 1);
    const [one] = (await central.staff('GET', `/v1/routes/${route}/deliveries`)).body.deliveries;
    const typed = `${one.shortId.slice(0, 3)}-${one.shortId.slice(3)} `.toLowerCase();
    const found = await central.staff(
      'GET',
      `/v1/deliveries?reference=${encodeURIComponent(typed)}`,
    );
    expect(found.body.deliveries).toMatchObject([{ id: one.id }]);
    const body = { reference: typed, reason: 'the telephone is broken', person: 'Nadia' };
    expect((await central.staff('POST', '/v1/overrides', body)).body.type).toMatch(
      /no-active-issue$/,
    );
  });

  it('is told a version by which it may be changed, as a strong tag', async () => {
    const { route } = await seedRoute(central, 1);
    const [one] = (await central.staff('GET', `/v1/routes/${route}/deliveries`)).body.deliveries;
    for (const path of [`/v1/deliveries/${one.id}`, `/v1/deliveries/${one.id}/instructions`]) {
      const packed = { 'accept-encoding': 'gzip, br' };
      expect((await central.staff('GET', path, undefined, packed)).etag).toBe(`"${one.version}"`);
    }
  });

  it.each([
    ['GET', '/v1/deliveries?text=ab%00cd', undefined, 'query'],
    ['GET', '/v1/audit?act=a%00', undefined, 'query'],
    ['POST', '/v1/sign-in', { name: 'A\0da', password: 'a', code: '1' }, 'body'],
    ['POST', '/v1/depots', { name: 'Berlin\0', sender: 'B', timeZone: 'Europe/Berlin' }, 'body'],
  ] as const)('has a character that no text has: %s %s', async (method, path, body, where) => {
    const refused = await central.staff(method, path, body);
    expect(refused.status).toBe(400);
    expect(refused.body.issues[0].where).toMatch(new RegExp(`^${where}`));
  });
});
