import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, csvLine, deliveriesOf, HEADER, pullAll, seedRoute } from '../testing/seed.ts';

const central = centralForTests();

const dayOf = async (depot: string, query = '') =>
  (await central.staff('GET', `/v1/depots/${depot}/day${query}`)).body;

describe('the routes of a day', () => {
  it('say what is closed, and how far each is behind as its terminal was last heard', async () => {
    const { depot, terminal, route, driver } = await seedRoute(central, 3);
    const first = await dayOf(depot);
    expect(first).toMatchObject({ day: first.today, routes: [{ id: route, behindMs: null }] });
    const [one, two] = deliveriesOf((await pullAll(terminal)).items);
    if (one === undefined || two === undefined) throw new Error('no deliveries');

    central.clock.advance(HOUR + 12 * MINUTE);
    const entry = await terminal.handOver(one, await codeFor(central, one));
    if (entry === null) throw new Error('the code was refused');
    await terminal.handIn([entry]);
    const { id: delivery, epoch } = two;
    const outcome = 'nobody-home' as const;
    await terminal.handIn([
      terminal.write({ kind: 'exception', delivery, epoch, outcome, note: '', strokes: [] }),
    ]);
    const { routes } = await dayOf(depot);
    expect(routes).toMatchObject([
      {
        name: 'R1',
        driver: { id: driver, name: 'Dora' },
        terminal: { id: terminal.id },
        stops: { total: 3, delivered: 1, notDelivered: 1, open: 1 },
        cancelled: 0,
        unsent: 0,
      },
    ]);
    expect(routes[0].behindMs).toBeGreaterThanOrEqual(12 * MINUTE);
    expect(routes[0].behindMs).toBeLessThan(13 * MINUTE);

    const { body } = await central.staff('GET', `/v1/deliveries/${delivery}`);
    expect(body).toMatchObject({ phoneEnd: expect.stringMatching(/^000\d$/), handOver: null });
    const closed = await central.staff('GET', `/v1/deliveries/${one.id}`);
    expect(closed.body.handOver).toMatchObject({ by: 'code', to: 'customer' });
  });

  it('are those of the day that is asked for, and one of them if only that is', async () => {
    const { depot, route } = await seedRoute(central, 1);
    const now = central.clock.now();
    const valid = { notBefore: now + 24 * HOUR, notAfter: now + 30 * HOUR };
    const lines = ['R10', 'R9'].map((name, n) => csvLine(now, n + 1, { route: name, valid }));
    const file = [HEADER, ...lines].join('\n');
    await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    const tomorrow = new Date(now + 24 * HOUR).toISOString().slice(0, 10);
    const { routes } = await dayOf(depot, `?day=${tomorrow}`);
    expect(routes.map(({ name }: { name: string }) => name)).toEqual(['R9', 'R10']);
    expect(routes[0]).toMatchObject({ driver: null, terminal: null, behindMs: null });
    expect((await dayOf(depot, `?route=${route}`)).routes).toHaveLength(1);
  });
});
