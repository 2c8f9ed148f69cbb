import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { actsAt } from '../life/testing/acts-at.ts';
import { expireIssues } from '../manifest/withdraw-issues.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  overrideFor,
  pullAll,
  type Seeded,
  seedRoute,
} from '../testing/seed.ts';

const central = centralForTests();

const versionOf = async ({ route }: Pick<Seeded, 'route'>): Promise<number> => {
  const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
  return body.deliveries[0].version;
};

/** A depot with one delivery that its terminal has. */
const begin = async () => {
  const seeded = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  return { ...seeded, delivery };
};
type Given = Awaited<ReturnType<typeof begin>>;

const nobodyHome = ({ terminal, delivery: { id, epoch } }: Given) =>
  terminal.write({
    kind: 'exception',
    delivery: id,
    epoch,
    outcome: 'nobody-home',
    note: '',
    strokes: [],
  });

describe("a delivery's version", () => {
  it('is 1 when it comes in, and 2 when its route is given to a terminal', async () => {
    const { depot, terminal, driver } = await seedRoute(central, 1);
    const file = `${HEADER}\n${csvLine(central.clock.now(), 1, { route: 'R5' })}`;
    const imported = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    const route = imported.body.routes[0].id;
    expect(await versionOf({ route })).toBe(1);
    const assign = () => assignRoute(central, route, { terminal: terminal.id, driver });
    await assign();
    expect(await versionOf({ route })).toBe(2);
    await assign();
    expect(await versionOf({ route })).toBe(2);
  });

  it('stays as it is when its code is made and sent, and its override shown', async () => {
    const seeded = await seedRoute(central, 1);
    const before = await versionOf(seeded);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    await codeFor(central, delivery);
    await overrideFor(central, delivery);
    expect(await versionOf(seeded)).toBe(before);
  });

  it.each<{ act: string; raise: (given: Given) => Promise<unknown> }>([
    {
      act: 'another terminal gets its route',
      raise: async ({ depot, route }) => {
        const other = await enrolTerminal(central, depot, 'T2');
        await assignRoute(central, route, { terminal: other.id });
      },
    },
    {
      act: 'another driver gets its route',
      raise: async ({ depot, route, terminal }) => {
        const path = `/v1/depots/${depot}/drivers`;
        const driver = (await central.staff('POST', path, { name: 'Emil' })).body.id;
        await assignRoute(central, route, {
          terminal: terminal.id,
          driver,
        });
      },
    },
    {
      act: 'its instructions change',
      raise: async ({ delivery, route }) => {
        const seen = { 'if-match': `"${await versionOf({ route })}"`, 'idempotency-key': '"one"' };
        const path = `/v1/deliveries/${delivery.id}/instructions`;
        await central.staff('PUT', path, { note: 'Ring twice.' }, seen);
      },
    },
    {
      act: 'its terminal is revoked',
      raise: ({ terminal }) => central.staff('POST', `/v1/terminals/${terminal.id}/revoke`, {}),
    },
    {
      act: 'nobody was home',
      raise: (given) => given.terminal.handIn([nobodyHome(given)]),
    },
    {
      act: 'it was handed over',
      raise: async ({ terminal, delivery }) => {
        const signed = await terminal.handOver(delivery, await codeFor(central, delivery));
        if (signed === null) throw new Error('the code was refused');
        await terminal.handIn([signed]);
      },
    },
    {
      act: 'its customer is called otherwise',
      raise: ({ delivery }) => actsAt(central).act(delivery, '', { customer: 'N. N.' }),
    },
    {
      act: 'it gets another position',
      raise: ({ delivery }) => actsAt(central).act(delivery, 'move', { position: 7 }),
    },
    {
      act: 'its code is made anew',
      raise: ({ delivery }) => actsAt(central).act(delivery, 'reissue'),
    },
    {
      act: 'it is cancelled',
      raise: ({ delivery }) => actsAt(central).act(delivery, 'cancel'),
    },
    {
      act: 'it expires',
      raise: ({ depot, delivery }) =>
        expireIssues(central.ports.pool, depot, delivery.verifier.notAfter),
    },
  ])('is one more when $act', async ({ raise }) => {
    const given = await begin();
    const before = await versionOf(given);
    await raise(given);
    expect(await versionOf(given)).toBe(before + 1);
  });

  it('is one more when it ends, because its parcel goes out again', async () => {
    const given = await begin();
    await given.terminal.handIn([nobodyHome(given)]);
    const before = await versionOf(given);
    const label = given.delivery.parcels[0] ?? '';
    const line = csvLine(central.clock.now() + 24 * HOUR, 1, { label });
    await central.staff('POST', `/v1/depots/${given.depot}/deliveries`, `${HEADER}\n${line}`);
    expect(await versionOf(given)).toBe(before + 1);
  });
});
