import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, pullAll, seedRoute } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

const central = centralForTests();
const { view, act, actAt, seen, acts, versionOf } = actsAt(central);
const HOUR = 3_600_000;
/** A message that is not due yet. */
const LATER = { arrivalIn: 7 * HOUR };

const findingsOf = async (terminal: string): Promise<string[]> =>
  (await central.staff('GET', `/v1/findings?terminal=${terminal}`)).body.findings.map(
    (one: { code: string }) => one.code,
  );

describe('a delivery that is cancelled', () => {
  it('is withdrawn from its terminal at the next docking, and its label is free', async () => {
    const { terminal, first, depot, route } = await seedPulled(central, 1, LATER);
    const { cursor } = await pullAll(terminal);
    const before = await versionOf(first);
    const done = await act(first, 'cancel', { reason: 'address-wrong' });
    expect(done).toMatchObject({
      status: 200,
      etag: `"${before + 1}"`,
      body: { id: first.id, version: before + 1, status: 'cancelled', message: 'none' },
    });
    const { items } = await pullAll(terminal, cursor);
    expect(items).toEqual([{ type: 'withdrawn', delivery: first.id }]);
    const { body } = await central.staff('GET', `/v1/routes?depot=${depot}`);
    expect(body.routes[0]).toMatchObject({ id: route, open: 0, cancelled: 1 });
    const { rows } = await central.ports.pool.query(
      'select 1 from parcel where delivery = $1 and active',
      [first.id],
    );
    expect(rows).toEqual([]);
  });

  it('has its unsent message taken back', async () => {
    const { first } = await seedPulled(central, 1, LATER);
    expect((await view(first)).issue.sms).toBe('waiting');
    await act(first, 'cancel');
    expect((await view(first)).issue).toMatchObject({ sms: 'cancelled', state: 'withdrawn' });
    const { rows } = await central.ports.pool.query(
      'select 1 from issue where delivery = $1 and sealed_code is not null',
      [first.id],
    );
    expect(rows).toEqual([]);
  });

  it('says that its customer has a message that is wrong now, and gets another one', async () => {
    const { first } = await seedPulled(central);
    await codeFor(central, first);
    expect((await act(first, 'cancel')).body.message).toBe('follows');
  });

  it('is noted with who did it and why', async () => {
    const { first } = await seedPulled(central);
    await act(first, 'cancel', { reason: 'merged' });
    const [newest] = await acts('delivery-cancelled');
    expect(newest).toMatchObject({
      actor: 'first key',
      subject: { delivery: first.id, reason: 'merged' },
    });
  });

  it('cannot be cancelled again', async () => {
    const { first } = await seedPulled(central);
    await act(first, 'cancel');
    const again = await act(first, 'cancel');
    expect(again).toMatchObject({
      status: 409,
      body: { type: 'urn:kerbside:problem:delivery-closed' },
    });
  });

  it('is handed over all the same: counted, and a finding', async () => {
    const { first, terminal } = await seedPulled(central);
    const code = await codeFor(central, first);
    await act(first, 'cancel');
    const signed = await terminal.handOver(first, code);
    if (signed === null) throw new Error('the code was refused');
    await terminal.handIn([signed]);
    expect(await findingsOf(terminal.id)).toEqual(['after-withdrawal']);
    expect(await view(first)).toMatchObject({ status: 'delivered' });
  });

  it('is a finding too if it was handed over before, and handed in after', async () => {
    const { first, terminal } = await seedPulled(central);
    const code = await codeFor(central, first);
    const signed = await terminal.handOver(first, code);
    if (signed === null) throw new Error('the code was refused');
    central.clock.advance(60_000);
    await act(first, 'cancel');
    await terminal.handIn([signed]);
    expect(await findingsOf(terminal.id)).toEqual(['was-cancelled']);
    expect(await view(first)).toMatchObject({ status: 'delivered' });
  });
});

describe('many deliveries', () => {
  it('are cancelled together, and others stay', async () => {
    const { depot, deliveries, terminal } = await seedPulled(central, 3);
    const { cursor } = await pullAll(terminal);
    const named = deliveries.slice(0, 2);
    const path = `/v1/depots/${depot}/deliveries/cancel`;
    const done = await actAt(path, { deliveries: await seen(named) });
    expect(done.status).toBe(200);
    expect(done.body.deliveries.map((one: { id: string }) => one.id)).toEqual(
      named.map(({ id }) => id),
    );
    expect((await pullAll(terminal, cursor)).items).toHaveLength(2);
  });

  it('are cancelled all or none: one that changed meanwhile is named with its version', async () => {
    const { depot, deliveries } = await seedPulled(central, 3);
    const named = await seen(deliveries);
    const [first, second] = deliveries;
    if (first === undefined || second === undefined) throw new Error('too few');
    await act(second, 'cancel');
    const done = await actAt(`/v1/depots/${depot}/deliveries/cancel`, { deliveries: named });
    expect(done).toMatchObject({
      status: 412,
      body: { current: [{ id: second.id, version: await versionOf(second) }] },
    });
    expect((await view(first)).status).toBe('open');
  });

  it('must be of the depot, and each named once', async () => {
    const { deliveries } = await seedPulled(central, 1);
    const other = await seedRoute(central, 1);
    const named = await seen(deliveries);
    const path = `/v1/depots/${other.depot}/deliveries/cancel`;
    expect(await actAt(path, { deliveries: named })).toMatchObject({ status: 404 });
    expect(await actAt(path, { deliveries: [...named, ...named] })).toMatchObject({ status: 400 });
  });
});

describe('what an act asks of its request', () => {
  it('is the version that it is about', async () => {
    const { first } = await seedPulled(central);
    const path = `/v1/deliveries/${first.id}/cancel`;
    const key = { 'idempotency-key': '"k"' };
    expect((await central.staff('POST', path, {}, key)).status).toBe(428);
    expect((await central.staff('POST', path, {}, { ...key, 'if-match': '*' })).status).toBe(428);
    const stale = await act(first, 'cancel', {}, { version: 99 });
    expect(stale).toMatchObject({
      status: 412,
      body: { current: [{ id: first.id, version: await versionOf(first) }] },
    });
    expect((await central.staff('GET', `/v1/deliveries/${first.id}`)).etag).toBe(
      `"${await versionOf(first)}"`,
    );
  });

  it('is a key, by which the same request gets the same answer, and another one none', async () => {
    const { first } = await seedPulled(central);
    const path = `/v1/deliveries/${first.id}/cancel`;
    const none = await central.staff('POST', path, {}, { 'if-match': '"1"' });
    expect(none.body.type).toBe('urn:kerbside:problem:idempotency-key-missing');
    const given = { version: await versionOf(first), key: randomUUID() };
    const done = await act(first, 'cancel', {}, given);
    expect(await act(first, 'cancel', {}, given)).toEqual(done);
    const noted = (await acts('delivery-cancelled')).filter(
      (one: { subject: { delivery: string } }) => one.subject.delivery === first.id,
    );
    expect(noted).toHaveLength(1);
    const other = await act(first, 'cancel', { reason: 'merged' }, given);
    expect(other).toMatchObject({ status: 422 });
  });

  it('leaves the key free if nothing was done', async () => {
    const { first } = await seedPulled(central);
    const key = randomUUID();
    expect((await act(first, 'cancel', {}, { version: 99, key })).status).toBe(412);
    expect((await act(first, 'cancel', {}, { key })).status).toBe(200);
  });

  it('keeps an answer for a day', async () => {
    const { first } = await seedPulled(central);
    const given = { version: await versionOf(first), key: randomUUID() };
    await act(first, 'cancel', {}, given);
    central.clock.advance(25 * HOUR);
    expect((await act(first, 'cancel', {}, given)).status).toBe(412);
  });
});
