import { describe, expect, it } from 'vitest';
import { systemNow } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { seedRoute } from '../testing/seed.ts';

const central = centralForTests({ now: systemNow });

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
