import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../clock.ts';
import { actsAt } from '../life/testing/acts-at.ts';
import { deliveriesOf, pullAll, seedRoute, until } from '../testing/seed.ts';
import {
  makeStaffClient,
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { accepted, refused } from './message-provider.ts';
import { makeScriptedProvider } from './testing/scripted-provider.fake.ts';

// What dispatchers see of messages: who has no code, why, and each message's whole life, as it happens.

/** Refuses the first customer's number, and takes all others. */
const script = makeScriptedProvider(async ({ id, to }) =>
  to.endsWith('001') ? refused('bad-number') : accepted(`scripted-${id}`),
);
let postgres: TestPostgres;
let central: TestCentral;
beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres, { provider: script.provider });
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

const start = async (stops: number) => {
  const seeded = await seedRoute(central, stops);
  const deliveries = deliveriesOf((await pullAll(seeded.terminal)).items);
  const list = async (query = '') =>
    (await central.staff('GET', `/v1/messages?depot=${seeded.depot}${query}`)).body.messages;
  const counts = async () =>
    (await central.staff('GET', `/v1/depots/${seeded.depot}/message-counts`)).body;
  await until(async () => (await list('&state=waiting')).length === 0);
  return { ...seeded, deliveries, list, counts };
};

it('customers without their code are counted, each once, and what became of the rest is listed', async () => {
  const { list, counts, deliveries } = await start(3);
  expect(await counts()).toMatchObject({ withoutCode: 1, troubled: 1, waiting: 0 });
  const [refusedOne, ...more] = await list('&failed=true');
  expect(more).toEqual([]);
  expect(refusedOne).toMatchObject({
    state: 'failed',
    reason: 'bad-number',
    trouble: 'failed',
    isOpen: true,
    hasTelephone: true,
    customer: 'Customer, 1',
    address: ['Street 1', 'Town'],
    route: 'R1',
  });
  expect(await list('&state=accepted')).toHaveLength(2);
  const { shortId = '' } = deliveries[1] ?? {};
  expect(await list(`&reference=${shortId.toLowerCase()}`)).toMatchObject([{ shortId }]);
  expect(await list(`&delivery=${refusedOne.delivery}`)).toHaveLength(1);
  // A minute without a word from the network, and two more have not got theirs as far as anybody knows.
  central.clock.advance(MINUTE + SECOND);
  expect(await counts()).toMatchObject({ withoutCode: 3, troubled: 3 });
});

it('a message’s whole life is there, and another number takes it out of trouble', async () => {
  const { list, counts, deliveries } = await start(1);
  const [one] = await list();
  const whole = (await central.staff('GET', `/v1/messages/${one.id}`)).body;
  expect(whole).toMatchObject({
    id: one.id,
    state: 'failed',
    parts: 0,
    attempted: [{ provider: 'scripted', outcome: 'refused', reason: 'bad-number' }],
  });
  const [delivery] = deliveries;
  if (delivery === undefined) throw new Error('no delivery');
  const done = await actsAt(central).act(delivery, '', { phone: '+4917000000777' });
  expect(done.status).toBe(200);
  await until(async () => (await list('&state=accepted')).length === 1);
  expect(await counts()).toMatchObject({ withoutCode: 0 });
  const [sent] = await list('&state=accepted');
  await script.report(`scripted-${sent.id}`, { kind: 'delivered' });
  const arrived = (await central.staff('GET', `/v1/messages/${sent.id}`)).body;
  expect(arrived).toMatchObject({ state: 'delivered', parts: 1, partsArrived: 1 });
  expect((await central.staff('GET', `/v1/messages/${delivery.id}`)).status).toBe(404);
});

it('a number is shown to whoever may change it, and the audit has who saw it', async () => {
  const { depot, deliveries } = await start(1);
  const path = `/v1/deliveries/${deliveries[0]?.id}/telephone`;
  const hire = async (name: string) => {
    const body = { name: `${name} ${Math.random()}`, kind: 'person', grants: [{ name, depot }] };
    const { token } = (await central.staff('POST', '/v1/operators', { ...body, days: 1 })).body;
    return makeStaffClient(central.url, token);
  };
  const shown = await (await hire('dispatcher'))('POST', path, {});
  expect(shown).toMatchObject({ status: 200, body: { telephone: '+4917000000001' } });
  expect((await (await hire('depot'))('POST', path, {})).status).toBe(403);
  const { acts } = (await central.staff('GET', '/v1/audit?act=telephone-shown')).body;
  expect(acts).toMatchObject([{ subject: { delivery: deliveries[0]?.id } }]);
  expect(JSON.stringify(acts)).not.toContain('4917');
});

it('what the sender and the network do in the background is told to those who look on', async () => {
  const cut = new AbortController();
  const { token } = (
    await central.staff('POST', '/v1/operators', {
      name: 'Listener',
      kind: 'integration',
      grants: [{ name: 'look' }],
      days: 1,
    })
  ).body;
  /** Begins to listen; gives how often a depot's messages were told of since. */
  const listen = async () => {
    const answer = await fetch(`${central.url}/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: cut.signal,
    });
    let text = '';
    void (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
    })().catch(() => {});
    return (depot: string) =>
      [...text.matchAll(/^data: (\[.*\])$/gm)]
        .flatMap(([, data = '[]']) => JSON.parse(data) as { depot: string; topic: string }[])
        .filter((change) => change.depot === depot && change.topic === 'messages').length;
  };
  const heardOf = await listen();
  const seeded = await seedRoute(central, 2);
  await pullAll(seeded.terminal);
  const accepted = async () =>
    (await central.staff('GET', `/v1/messages?depot=${seeded.depot}&state=accepted`)).body.messages;
  await until(async () => (await accepted()).length === 1);
  // Acts of operators end here: what is told from now on is the sender's own, and the network's.
  await until(async () => heardOf(seeded.depot) > 0);
  const [{ id }] = await accepted();
  const heardLater = await listen();
  await script.report(`scripted-${id}`, { kind: 'delivered' });
  await until(async () => heardLater(seeded.depot) > 0);
  cut.abort();
});
