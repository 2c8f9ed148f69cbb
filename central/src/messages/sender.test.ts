import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../clock.ts';
import { actsAt } from '../life/testing/acts-at.ts';
import { assignRoute } from '../testing/assign-route.ts';
import {
  deliveriesOf,
  enrolTerminal,
  overrideFor,
  pullAll,
  seedRoute,
  until,
} from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { CLAIM, claimMessages } from './claim-messages.ts';
import { closeMessages } from './end-message.ts';
import { accepted, type MessageProvider, refused, tryAgain } from './message-provider.ts';
import { makeProvider, parseSettings } from './providers/settings.ts';
import { makeScriptedProvider, type ScriptedProvider } from './testing/scripted-provider.fake.ts';

let postgres: TestPostgres;
const stops: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => postgres?.stop());

const startWith = async (provider: MessageProvider): Promise<TestCentral> => {
  const central = await startTestCentral(postgres, { provider });
  stops.push(central.stop);
  return central;
};

/** A stop whose message is due. */
const oneStop = async (central: TestCentral) => {
  const seeded = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  return { ...seeded, delivery };
};

const listed = async (central: TestCentral, delivery: { readonly id: string }, failed = false) => {
  const { body } = await central.staff('GET', `/v1/messages?failed=${failed}`);
  return body.messages.find((one: { delivery: string }) => one.delivery === delivery.id);
};
const inState = (central: TestCentral, delivery: { readonly id: string }, state: string) =>
  until(async () => {
    const message = await listed(central, delivery);
    return message?.state === state && message;
  });

/** A provider that takes connections and never says anything. */
const neverAnswers = async (): Promise<MessageProvider> => {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => server.close());
  const { port } = server.address() as AddressInfo;
  const account = { username: 'kerbside', password: 'secret' };
  const parsed = parseSettings({
    provider: 'kannel',
    url: `http://127.0.0.1:${port}/`,
    ...account,
  });
  if (!parsed.ok) throw new Error(parsed.error);
  return makeProvider(parsed.value);
};

describe('a provider that never answers', () => {
  it('keeps nobody waiting: overrides, assignment, revocation and pulls go on, and central stops in time (C3)', async () => {
    const central = await startTestCentral(postgres, { provider: await neverAnswers() });
    const seeded = await seedRoute(central, 6);
    const { items } = await pullAll(seeded.terminal);
    const [delivery] = deliveriesOf(items);
    if (delivery === undefined) throw new Error('no delivery');
    await until(async () => (await listed(central, delivery))?.state === 'claimed');
    /** In less than a provider is waited for: an act that it held would take that long. */
    const soon = async <T>(act: () => Promise<T>): Promise<T> => {
      const began = performance.now();
      const done = await act();
      expect(performance.now() - began).toBeLessThan(10_000);
      return done;
    };
    await soon(() => overrideFor(central, delivery));
    const other = await enrolTerminal(central, seeded.depot, 'T2');
    const assign = () =>
      assignRoute(central, seeded.route, { terminal: other.id, driver: seeded.driver });
    expect((await soon(assign)).status).toBe(200);
    const revoke = () => central.staff('POST', `/v1/terminals/${seeded.terminal.id}/revoke`, {});
    expect([200, 204]).toContain((await soon(revoke)).status);
    expect(deliveriesOf((await soon(() => pullAll(other))).items)).toHaveLength(6);
    const stopping = performance.now();
    await central.stop();
    expect(performance.now() - stopping).toBeLessThan(10_000);
  }, 60_000);

  it('is in front of a dispatcher within a minute', async () => {
    const central = await startWith(await neverAnswers());
    const { delivery } = await oneStop(central);
    expect(await listed(central, delivery, true)).toBeUndefined();
    central.clock.advance(MINUTE + SECOND);
    expect(await listed(central, delivery, true)).toMatchObject({ trouble: 'late' });
  });
});

describe('a provider that does not keep to its contract', () => {
  it.each<[string, MessageProvider['send']]>([
    ['throws', async () => Promise.reject(new Error('with the number in it'))],
    ['is not there', async () => tryAgain('unreachable')],
  ])('and %s has the message sent again', async (_what, first) => {
    let times = 0;
    const script = makeScriptedProvider((message, deadline) =>
      ++times === 1 ? first(message, deadline) : Promise.resolve(accepted()),
    );
    const central = await startWith(script.provider);
    const { delivery } = await oneStop(central);
    const waiting = await until(async () => {
      const message = await listed(central, delivery);
      return message?.reason !== null && message;
    });
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1 });
    central.clock.advance(6 * SECOND);
    await inState(central, delivery, 'accepted');
    expect(script.sent[1]).toEqual(script.sent[0]);
  });
});

describe('a worker that dies with a message in its hands', () => {
  it('leaves it to the next one: the same text, under the same id, within a minute', async () => {
    const script = makeScriptedProvider();
    const central = await startWith(script.provider);
    const seeded = await seedRoute(central, 1, { arrivalIn: 5 * 60 * MINUTE });
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const early = { ...central.ports, now: () => (central.clock.now() + 4 * 60 * MINUTE) as never };
    const { claimed } = await claimMessages(early, script.provider, { limit: 5 });
    expect(claimed[0]?.attempt).toBe(1);
    await central.ports.pool.query(`update depot set sender = 'Another', language = 'de'`);
    expect(CLAIM).toBeLessThan(MINUTE);
    central.clock.advance(4 * 60 * MINUTE + CLAIM + SECOND);
    await inState(central, delivery, 'accepted');
    expect(script.sent).toHaveLength(1);
    const { text, id, to } = script.sent[0] ?? {};
    expect({ text, id, to }).toEqual({
      text: claimed[0]?.message.text,
      id: claimed[0]?.message.id,
      to: claimed[0]?.message.to,
    });
  });
});

describe('a message that cannot arrive', () => {
  const startRefusing = () =>
    startWith(makeScriptedProvider(async () => refused('bad-number')).provider);

  it('is in front of a dispatcher at once, with why', async () => {
    const central = await startRefusing();
    const { delivery } = await oneStop(central);
    await inState(central, delivery, 'failed');
    const trouble = { trouble: 'failed', reason: 'bad-number', attempts: 1 };
    expect(await listed(central, delivery, true)).toMatchObject(trouble);
  });

  it('is over once nobody can use its code, and until then is in front of a dispatcher', async () => {
    const central = await startRefusing();
    const { delivery, depot } = await oneStop(central);
    await inState(central, delivery, 'failed');
    const isOver = async (): Promise<unknown> => {
      await closeMessages(central.ports.pool, depot, central.clock.now());
      return (await central.ports.pool.query('select over from message')).rows[0];
    };
    expect(await isOver()).toEqual({ over: false });
    expect(await listed(central, delivery, true)).toMatchObject({ trouble: 'failed' });
    await actsAt(central).act(delivery, 'cancel');
    expect(await isOver()).toEqual({ over: true });
    expect(await listed(central, delivery)).toMatchObject({ state: 'failed', trouble: null });
  });

  it('to a landline is not sent at all', async () => {
    const script = makeScriptedProvider();
    const central = await startWith(script.provider);
    const seeded = await seedRoute(central, 1, { arrivalIn: 3 * 60 * MINUTE });
    await central.ports.pool.query(`update delivery set phone = '+493012345678' where depot = $1`, [
      seeded.depot,
    ]);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    central.clock.advance(2 * 60 * MINUTE);
    await inState(central, delivery, 'failed');
    expect(await listed(central, delivery, true)).toMatchObject({ reason: 'not-mobile' });
    expect(script.sent).toEqual([]);
  });

  it('of which the network says nothing is listed after a minute, and no more once it arrives', async () => {
    const script = makeScriptedProvider();
    const central = await startWith(script.provider);
    const { delivery } = await oneStop(central);
    const { id } = await inState(central, delivery, 'accepted');
    expect(await listed(central, delivery, true)).toBeUndefined();
    central.clock.advance(MINUTE + SECOND);
    expect(await listed(central, delivery, true)).toMatchObject({ trouble: 'silent' });
    await script.report(`scripted-${id}`, { kind: 'delivered' });
    expect(await listed(central, delivery, true)).toBeUndefined();
  });

  it('any more because its code was withdrawn while it was under way, and went all the same, is listed', async () => {
    let answer: (() => void) | undefined;
    const script = makeScriptedProvider(
      () => new Promise((resolve) => (answer = () => resolve(accepted('x')))),
    );
    const central = await startWith(script.provider);
    const { delivery, depot, route, driver } = await oneStop(central);
    await until(async () => answer !== undefined);
    const { id: terminal } = await enrolTerminal(central, depot, 'T2');
    await assignRoute(central, route, { terminal, driver });
    expect(await listed(central, delivery)).toMatchObject({ state: 'cancelled' });
    answer?.();
    await until(async () => (await listed(central, delivery, true)) !== undefined);
    expect(await listed(central, delivery, true)).toMatchObject({
      state: 'cancelled',
      trouble: 'sent-after-all',
    });
  });
});

describe('a report', () => {
  const startReported = async () => {
    const script: ScriptedProvider = makeScriptedProvider();
    const central = await startWith(script.provider);
    const first = await oneStop(central);
    const second = await oneStop(central);
    const message = await inState(central, first.delivery, 'accepted');
    await inState(central, second.delivery, 'accepted');
    const urlOf = (id: string): string => script.sent.find((one) => one.id === id)?.reportUrl ?? '';
    return { script, central, first, second, message, url: urlOf(message.id) };
  };
  const call = async (url: string): Promise<number> => (await fetch(url)).status;

  it('at the message’s own address says that it arrived, and the code is forgotten', async () => {
    const { central, first, second, url } = await startReported();
    expect(await call(`${url}?status=delivered`)).toBe(204);
    expect(await listed(central, first.delivery)).toMatchObject({ state: 'delivered' });
    expect(await listed(central, second.delivery)).toMatchObject({ state: 'accepted' });
    const { rows } = await central.ports.pool.query(
      'select sealed_code, sealed_text from issue join message on message.issue = issue.id where issue.delivery = $1',
      [first.delivery.id],
    );
    expect(rows).toEqual([{ sealed_code: null, sealed_text: null }]);
    // Said again, or contradicted, it changes nothing.
    expect(await call(`${url}?status=failed`)).toBe(204);
    expect(await listed(central, first.delivery)).toMatchObject({ state: 'delivered' });
  });

  it('that is forged, or for another’s message, changes nothing', async () => {
    const { script, central, first, second, message, url } = await startReported();
    const other = script.sent.find(({ id }) => id !== message.id);
    const forged = [
      `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}?status=delivered`,
      `${url.replace(message.id, other?.id ?? '')}?status=delivered`,
      `${url}?status=delivered&id=scripted-${other?.id}`,
      `${url}?status=arrived`,
      `${central.url}/v1/reports/${message.id}/?status=delivered`,
      `${central.url}/v1/reports/11111111-1111-4111-8111-111111111111/x?status=delivered`,
    ];
    for (const one of forged) expect([one, await call(one)]).not.toEqual([one, 204]);
    expect(await script.report('scripted-unknown', { kind: 'delivered' })).toBe('unknown');
    for (const { delivery } of [first, second]) {
      expect(await listed(central, delivery)).toMatchObject({ state: 'accepted' });
    }
  });

  it('counts for the whole message once all its parts have arrived', async () => {
    const script = makeScriptedProvider(async () => accepted('part-1', 'part-2'));
    const central = await startWith(script.provider);
    const { delivery } = await oneStop(central);
    await inState(central, delivery, 'accepted');
    await script.report('part-2', { kind: 'delivered' });
    expect(await listed(central, delivery)).toMatchObject({ state: 'accepted' });
    await script.report('part-1', { kind: 'delivered' });
    expect(await listed(central, delivery)).toMatchObject({ state: 'delivered' });
  });

  it('that comes before the answer is not lost', async () => {
    const script: ScriptedProvider = makeScriptedProvider(async () => {
      await script.report('early', { kind: 'failed', why: 'blocked' });
      return accepted('early');
    });
    const central = await startWith(script.provider);
    const { delivery } = await oneStop(central);
    expect(await inState(central, delivery, 'failed')).toMatchObject({ reason: 'blocked' });
  });
});
