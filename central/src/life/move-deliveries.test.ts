import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { forgetCodes } from '../messages/end-message.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
  sealedOf,
  until,
} from '../testing/seed.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

const central = centralForTests();
const { view, act, actAt, seen, hold, untilWaiting, versionOf } = actsAt(central);

/** Another route of the depot with one stop, of another terminal unless one is named. */
const addRoute = async (
  depot: string,
  driver: string,
  {
    terminal,
    name = 'R9',
    arrivalIn = HOUR,
  }: { terminal?: TestTerminal; name?: string; arrivalIn?: number } = {},
) => {
  const now = central.clock.now();
  const valid = { notBefore: now + arrivalIn - HOUR, notAfter: now + arrivalIn + 8 * HOUR };
  const line = csvLine(now, 1, { route: name, ...(arrivalIn > HOUR ? { valid } : {}) });
  const imported = await central.staff(
    'POST',
    `/v1/depots/${depot}/deliveries`,
    `${HEADER}\n${line}`,
  );
  const route: string = imported.body.routes[0].id;
  const other = terminal ?? (await enrolTerminal(central, depot, `T ${name}`));
  await assignRoute(central, route, { terminal: other.id, driver });
  return { route, terminal: other };
};

describe('a delivery that is moved to another terminal', () => {
  it('has a new code there, and the old one is void', async () => {
    const { first, terminal, depot, driver } = await seedPulled(central);
    const other = await addRoute(depot, driver);
    const code = await codeFor(central, first);
    const { cursor } = await pullAll(terminal);
    const done = await act(first, 'move', { route: other.route });
    expect(done).toMatchObject({ status: 200, body: { message: 'replaced' } });
    expect((await pullAll(terminal, cursor)).items).toEqual([
      { type: 'withdrawn', delivery: first.id },
    ]);
    const given = deliveriesOf((await pullAll(other.terminal)).items);
    const again = given.find(({ id }) => id === first.id);
    expect(again).toMatchObject({ route: other.route, position: 2, epoch: first.epoch + 1 });
    if (again === undefined) throw new Error('it did not come');
    expect(sealedOf(again).salt).not.toBe(sealedOf(first).salt);
    expect(await other.terminal.handOver(again, code)).toBeNull();
    const renewed = await codeFor(central, again);
    expect(await other.terminal.handOver(again, renewed)).not.toBeNull();
  });

  it('is handed over by the old one all the same: counted, and a finding', async () => {
    const { first, terminal, depot, driver } = await seedPulled(central);
    const other = await addRoute(depot, driver);
    const code = await codeFor(central, first);
    await act(first, 'move', { route: other.route });
    const signed = await terminal.handOver(first, code);
    if (signed === null) throw new Error('the code was refused');
    expect((await terminal.handIn([signed])).findings).toMatchObject([
      { code: 'after-withdrawal' },
    ]);
    expect((await view(first)).status).toBe('delivered');
  });

  it('takes its passes for the old terminal and the old route with it', async () => {
    const { first, depot, driver } = await seedPulled(central);
    const other = await addRoute(depot, driver);
    for (const audience of ['terminal', 'route', 'depot']) {
      await central.staff('POST', `/v1/deliveries/${first.id}/passes`, { audience });
    }
    await act(first, 'move', { route: other.route });
    const { passes } = (await central.staff('GET', `/v1/deliveries/${first.id}/passes`)).body;
    expect(
      passes.map(({ audience, state }: Record<string, string>) => [audience, state]).sort(),
    ).toEqual([
      ['depot', 'active'],
      ['route', 'withdrawn'],
      ['terminal', 'withdrawn'],
    ]);
  });

  it('is one of several that go together, in their order, or none', async () => {
    const { deliveries, depot, driver, terminal } = await seedPulled(central, 3);
    const other = await addRoute(depot, driver);
    const { cursor } = await pullAll(terminal);
    const path = `/v1/depots/${depot}/deliveries/move`;
    const taken = (await seen(deliveries)).map((one, i) => ({ ...one, position: i + 1 }));
    expect(await actAt(path, { route: other.route, deliveries: taken })).toMatchObject({
      status: 409,
      body: { type: 'urn:kerbside:problem:position-taken' },
    });
    expect((await pullAll(terminal, cursor)).items).toEqual([]);
    const done = await actAt(path, { route: other.route, deliveries: await seen(deliveries) });
    expect(done.status).toBe(200);
    const { body } = await central.staff('GET', `/v1/routes/${other.route}/deliveries`);
    expect(
      body.deliveries.map(({ id, position }: Record<string, unknown>) => [id, position]),
    ).toEqual([[expect.any(String), 1], ...deliveries.map(({ id }, i) => [id, i + 2])]);
  });

  it('goes to a route of another day only with its times', async () => {
    const { first, depot, driver } = await seedPulled(central);
    const other = await addRoute(depot, driver, { name: 'R8', arrivalIn: 25 * HOUR });
    expect((await act(first, 'move', { route: other.route })).body.type).toBe(
      'urn:kerbside:problem:other-day',
    );
    const arrival = first.arrival + 24 * HOUR;
    const times = { arrival, notAfter: arrival + 8 * HOUR };
    expect((await act(first, 'move', { route: other.route, times })).status).toBe(200);
    expect(await view(first)).toMatchObject({ arrival, route: { id: other.route } });
  });

  it('goes to a route of its own depot alone', async () => {
    const { first } = await seedPulled(central);
    const elsewhere = await seedPulled(central);
    expect(await act(first, 'move', { route: elsewhere.route })).toMatchObject({ status: 404 });
  });
});

describe('a delivery that is moved on one terminal', () => {
  it('keeps its code, on another route', async () => {
    const { first, terminal, depot, driver } = await seedPulled(central);
    const other = await addRoute(depot, driver, { terminal });
    const code = await codeFor(central, first);
    const { cursor } = await pullAll(terminal);
    expect((await act(first, 'move', { route: other.route })).body.message).toBe('right');
    const [again] = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(again).toEqual({ ...first, route: other.route, position: 2 });
    if (again === undefined) throw new Error('it did not come');
    expect(await terminal.handOver(again, code)).not.toBeNull();
  });

  it('changes places with another one', async () => {
    const { deliveries, terminal, depot } = await seedPulled(central, 2);
    const { cursor } = await pullAll(terminal);
    const swapped = (await seen(deliveries)).map((one, i) => ({ ...one, position: 2 - i }));
    const done = await actAt(`/v1/depots/${depot}/deliveries/move`, { deliveries: swapped });
    expect(done.status).toBe(200);
    const again = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(new Map(again.map(({ id, position }) => [id, position]))).toEqual(
      new Map(deliveries.map(({ id }, i) => [id, 2 - i])),
    );
  });
});

describe('a code that is made anew', () => {
  it('makes the earlier one void, on the same terminal', async () => {
    const { first, terminal } = await seedPulled(central);
    const code = await codeFor(central, first);
    const { cursor } = await pullAll(terminal);
    const version = await versionOf(first);
    const done = await act(first, 'reissue');
    expect(done.body).toMatchObject({ version: version + 1, message: 'replaced' });
    const [again] = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(again?.epoch).toBe(first.epoch + 1);
    if (again === undefined) throw new Error('it did not come');
    expect(await terminal.handOver(again, code)).toBeNull();
    expect(await terminal.handOver(again, await codeFor(central, again))).not.toBeNull();
  });
});

describe('a code that is sent again', () => {
  it('goes out at once, the same, while its message waits', async () => {
    const { first, terminal } = await seedPulled(central, 1, { arrivalIn: 7 * HOUR });
    const version = await versionOf(first);
    expect((await act(first, 'resend')).body).toMatchObject({ message: 'waits', version });
    expect(await terminal.handOver(first, await codeFor(central, first))).not.toBeNull();
  });

  const messagesOf = async ({ id }: { readonly id: string }): Promise<string[]> => {
    const { body } = await central.staff('GET', '/v1/outbox');
    return body.messages
      .filter((one: { delivery: string }) => one.delivery === id)
      .map(({ text }: { text: string }) => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0]);
  };
  const isSent = (first: { readonly id: string }) =>
    until(async () => (await view(first)).issue.sms === 'sent');

  it('goes out again, the same, for as long as the depot keeps it after it went', async () => {
    const { first } = await seedPulled(central);
    await isSent(first);
    expect((await act(first, 'resend')).body).toMatchObject({ message: 'right' });
    const [one, other] = await until(async () => {
      const messages = await messagesOf(first);
      return messages.length === 2 && messages;
    });
    expect(other).toBe(one);
  });

  it('is not, once central has forgotten it: says what else there is', async () => {
    const { depot, first } = await seedPulled(central);
    await isSent(first);
    await central.staff('PATCH', `/v1/depots/${depot}/messages`, { keepCodeMinutes: 0 });
    await forgetCodes(central.ports.pool, depot, central.clock.now());
    const refused = await act(first, 'resend');
    expect(refused).toMatchObject({
      status: 409,
      body: { why: 'sent-and-forgotten', instead: ['pass', 'override', 'reissue'] },
    });
  });
});

describe('a terminal that asks for its route while it is taken away', () => {
  const begin = async () => {
    const seeded = await seedPulled(central);
    const other = await addRoute(seeded.depot, seeded.driver);
    const { cursor } = await pullAll(seeded.terminal);
    await act(seeded.first, 'reissue');
    return { ...seeded, other, cursor, held: await hold('terminal', seeded.terminal.id) };
  };

  const expectOneCode = async (id: string, terminal: TestTerminal) => {
    const { rows } = await central.ports.pool.query(
      `select terminal from issue where delivery = $1 and state = 'active'`,
      [id],
    );
    expect(rows).toEqual([{ terminal: terminal.id }]);
  };

  it('loses it, whoever was there first', async () => {
    for (const isPullFirst of [true, false]) {
      const { first, terminal, other, cursor, held } = await begin();
      const pull = () => pullAll(terminal, cursor);
      const move = () => act(first, 'move', { route: other.route });
      const version = await versionOf(first);
      expect(version).toBeGreaterThan(2);
      const one = isPullFirst ? pull() : move();
      await untilWaiting(1);
      const two = isPullFirst ? move() : pull();
      await untilWaiting(2);
      await held.release();
      await Promise.all([one, two]);
      const { items } = await pullAll(terminal);
      expect(items.filter((item) => 'delivery' in item && item.delivery === first.id)).toEqual([
        { type: 'withdrawn', delivery: first.id },
      ]);
      await pullAll(other.terminal);
      await expectOneCode(first.id, other.terminal);
    }
  });
});
