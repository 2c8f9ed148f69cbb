import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { forgetCodes } from '../messages/end-message.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, deliveriesOf, pullAll, until } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

const central = centralForTests();
const { view, act, acts, hold, untilWaiting, versionOf } = actsAt(central);
/** A message that is not due yet. */
const LATER = { arrivalIn: 7 * HOUR };

const messagesOf = async ({ id }: { id: string }) =>
  (await central.staff('GET', '/v1/outbox')).body.messages.filter(
    (one: { delivery: string }) => one.delivery === id,
  );

describe('a delivery that is changed', () => {
  it('comes to its terminal again with the same code, and is opened by it', async () => {
    const { first, terminal } = await seedPulled(central);
    const code = await codeFor(central, first);
    const { cursor } = await pullAll(terminal);
    const before = await versionOf(first);
    const change = { customer: 'R. Okafor', address: ['Hinterhof', 'Weg 3'] };
    const done = await act(first, '', change);
    expect(done).toMatchObject({ status: 200, body: { version: before + 1, message: 'right' } });
    const [again] = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(again).toEqual({ ...first, ...change });
    if (again === undefined) throw new Error('it did not come');
    expect(await terminal.handOver(again, code)).not.toBeNull();
  });

  it('has another time, by which its code is good and its message due', async () => {
    const { first, terminal } = await seedPulled(central, 1, LATER);
    const { cursor } = await pullAll(terminal);
    const { smsDue } = (await view(first)).issue;
    const arrival = first.arrival + 2 * HOUR;
    const notAfter = first.verifier.notAfter + 2 * HOUR;
    const done = await act(first, '', { arrival, notAfter });
    expect(done.body).toMatchObject({ message: 'waits' });
    expect(await view(first)).toMatchObject({
      arrival,
      notAfter,
      issue: { sms: 'waiting', smsDue: smsDue + 2 * HOUR },
    });
    const [again] = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(again?.verifier).toEqual({ ...first.verifier, notAfter });
    expect(again?.override.notAfter).toBeGreaterThan(notAfter);
  });

  it('has its message sent at once if it is due by its new time, to the new number', async () => {
    const { first } = await seedPulled(central, 1, LATER);
    const arrival = central.clock.now() + HOUR;
    const done = await act(first, '', { arrival, phone: '+49 170 5550199' });
    expect(done.body.message).toBe('waits');
    const [message] = await until(async () => {
      const sent = await messagesOf(first);
      return sent.length > 0 && sent;
    });
    expect(message.to).toBe('+491705550199');
  });

  it('says how the message stands that is out, if its time or its number was another', async () => {
    const { first } = await seedPulled(central);
    await codeFor(central, first);
    await until(async () => (await view(first)).issue.sms === 'sent');
    expect((await act(first, '', { customer: 'N. N.' })).body.message).toBe('right');
    const moved = await act(first, '', { arrival: first.arrival + 3 * HOUR });
    expect(moved.body.message).toBe('follows');
    await until(async () => (await messagesOf(first)).length === 2);
    expect((await act(first, '', { phone: '+491705550100' })).body.message).toBe('follows');
    await until(async () => (await messagesOf(first)).length === 3);
    const sent = await messagesOf(first);
    expect(sent.map(({ to }: { to: string }) => to).sort()).toEqual([
      '+4917000000001',
      '+4917000000001',
      '+491705550100',
    ]);
  });

  it('says that the code does not go to its new number if central has forgotten it', async () => {
    const { first, depot } = await seedPulled(central);
    await until(async () => (await view(first)).issue.sms === 'sent');
    await central.staff('PATCH', `/v1/depots/${depot}/messages`, { keepCodeMinutes: 0 });
    await forgetCodes(central.ports.pool, depot, central.clock.now());
    expect((await act(first, '', { phone: '+491705550100' })).body.message).toBe('wrong');
  });

  it('has its message written in the customer’s own language, by code or by name', async () => {
    const { first } = await seedPulled(central, 1, LATER);
    const done = await act(first, '', { language: 'français' });
    expect(done).toMatchObject({ status: 200, body: { message: 'waits' } });
    expect((await view(first)).language).toBe('fr');
    await act(first, '', { arrival: central.clock.now() + HOUR });
    const [message] = await until(async () => {
      const sent = await messagesOf(first);
      return sent.length > 0 && sent;
    });
    expect(message.text).toContain('votre colis arrive');
    expect((await act(first, '', { language: '' })).status).toBe(200);
    expect((await view(first)).language).toBeNull();
  });

  it('takes times as a file has them, in the time of the depot', async () => {
    const { first } = await seedPulled(central, 1, LATER);
    const day = new Date(first.arrival).toISOString().slice(0, 10);
    const done = await act(first, '', { arrival: `${day} 13:10` });
    expect(done.status).toBe(200);
    expect((await view(first)).arrival).toBe(Date.parse(`${day}T13:10Z`));
  });

  it('says of a number what an import says of it', async () => {
    const { first } = await seedPulled(central);
    const { body } = await act(first, '', { phone: '+49 30 12345678' });
    expect(body.notes).toEqual([
      { pointer: '/phone', code: 'phone-landline', reason: expect.stringContaining('landline') },
    ]);
    expect((await act(first, '', { phone: '+491705550101' })).body.notes).toEqual([]);
  });

  it('is noted with which fields, and not with what stands in them', async () => {
    const { first } = await seedPulled(central);
    await act(first, '', { phone: '+491705550101', customer: 'Secret' });
    const [newest] = await acts('delivery-changed');
    expect(newest.subject).toEqual({ delivery: first.id, fields: 'customer phone' });
  });

  it.each([
    { what: 'no name', change: { customer: ' ' }, field: 'customer', code: 'missing' },
    {
      what: 'a name that is not shown as it is',
      change: { customer: 'A\u202eB' },
      field: 'customer',
      code: 'direction-mark',
    },
    {
      what: 'an address of five lines',
      change: { address: ['1', '2', '3', '4', '5'] },
      field: 'address',
      code: 'too-many-lines',
    },
    {
      what: 'a number that is none',
      change: { phone: '+49 12' },
      field: 'phone',
      code: 'not-a-phone-number',
    },
    {
      what: 'a number of none in UTC',
      change: { phone: '0170 1234567' },
      field: 'phone',
      code: 'phone-without-country',
    },
    {
      what: 'no language',
      change: { language: 'Klingon' },
      field: 'language',
      code: 'not-a-language',
    },
    { what: 'no number', change: { phone: '' }, field: 'phone', code: 'missing' },
    {
      what: 'a time that is none',
      change: { arrival: 'noon' },
      field: 'arrival',
      code: 'not-an-instant',
    },
    {
      what: 'an arrival after the validity',
      change: { arrival: Date.now() + 40 * HOUR },
      field: 'arrival',
      code: 'arrival-outside',
    },
    {
      what: 'a validity that is over',
      change: { notAfter: Date.now() - 30 * HOUR, notBefore: Date.now() - 40 * HOUR },
      field: 'notAfter',
      code: 'already-over',
    },
  ])('is refused with $what, as a cell of a file is', async ({ change, field, code }) => {
    const { first } = await seedPulled(central);
    const refused = await act(first, '', change);
    expect(refused.status).toBe(422);
    expect(refused.body.fields).toMatchObject([{ field, code }]);
    expect(await versionOf(first)).toBe(2);
  });

  it('stays on the day of its route', async () => {
    const { first } = await seedPulled(central);
    const day = 24 * HOUR;
    const change = { arrival: first.arrival + day, notAfter: first.verifier.notAfter + day };
    expect(await act(first, '', change)).toMatchObject({
      status: 409,
      body: { type: 'urn:kerbside:problem:other-day' },
    });
  });

  it('is asked for with something to change, and nothing unknown', async () => {
    const { first } = await seedPulled(central);
    expect((await act(first, '', {})).status).toBe(400);
    expect((await act(first, '', { status: 'delivered' })).status).toBe(400);
  });
});

describe('a change for a stop that is being handed in', () => {
  const begin = async () => {
    const seeded = await seedPulled(central);
    const { first, terminal } = seeded;
    const signed = await terminal.handOver(first, await codeFor(central, first));
    if (signed === null) throw new Error('the code was refused');
    const version = await versionOf(first);
    const change = () => act(first, '', { customer: 'N. N.' }, { version });
    return { first, terminal, signed, change, held: await hold('terminal', terminal.id) };
  };

  it('is not done if the hand-over was there first', async () => {
    const { first, terminal, signed, change, held } = await begin();
    const handedIn = terminal.handIn([signed]);
    await untilWaiting(1);
    const changed = change();
    await untilWaiting(2);
    await held.release();
    await handedIn;
    expect(await changed).toMatchObject({ status: 412, body: { current: [{ id: first.id }] } });
    expect(await view(first)).toMatchObject({ status: 'delivered', customer: 'Customer, 1' });
  });

  it('is done if it was there first, and the hand-over counts', async () => {
    const { first, terminal, signed, change, held } = await begin();
    const changed = change();
    await untilWaiting(1);
    const handedIn = terminal.handIn([signed]);
    await untilWaiting(2);
    await held.release();
    expect((await changed).status).toBe(200);
    expect((await handedIn).findings).toEqual([]);
    expect(await view(first)).toMatchObject({ status: 'delivered', customer: 'N. N.' });
  });
});
