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
});
