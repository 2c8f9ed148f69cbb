import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_LOG } from '../../../shared/protocol/log/chain.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute, until } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';
import type { SentEvent } from './sent-events.ts';
import { type Received, type Receiver, startReceiver } from './testing/receiver.ts';

const central = centralForTests({ webhookHosts: ['127.0.0.1'] });
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const add = async (depot: string, body: object = {}) => {
  const path = `/v1/depots/${depot}/webhooks`;
  const added = await central.staff('POST', path, { url: receiver.url, ...body });
  expect(added.status).toBe(201);
  return added.body as { id: string; secret: string };
};
const eventOf = ({ body }: Received) => JSON.parse(body);
const typesAbout = (delivery: string): string[] =>
  receiver.received
    .map(eventOf)
    .flatMap(({ type, data }) => (data.delivery === delivery ? [type] : []));
const eventsOf = async (webhook: string, query = ''): Promise<SentEvent[]> =>
  (await central.staff('GET', `/v1/webhooks/${webhook}/events${query}`)).body.events;
/** Their time has come, until this is so: what is under way has to wait again once it has failed. */
const hurryUntil = (isSo: () => Promise<boolean>) =>
  until(async () => {
    await central.ports.pool.query(
      "update webhook_sending set next_at = now() where state = 'waiting' and depot is not null",
    );
    return isSo();
  });

/** A depot with a webhook, and a delivery that is created, changed and handed over. */
const live = async () => {
  const seeded = await seedRoute(central, 1);
  const hook = await add(seeded.depot);
  const { terminal, route } = seeded;
  const [item] = deliveriesOf((await pullAll(terminal)).items);
  if (item === undefined) throw new Error('no delivery');
  const { etag } = await central.staff('GET', `/v1/deliveries/${item.id}`);
  const headers = { 'if-match': etag ?? '', 'idempotency-key': `"${item.id}"` };
  await central.staff('PATCH', `/v1/deliveries/${item.id}`, { customer: 'Rosa Okafor' }, headers);
  const entry = await terminal.handOver(item, await codeFor(central, item));
  if (entry === null) throw new Error('refused');
  await terminal.handIn([entry]);
  return { ...seeded, hook, delivery: item.id, route };
};

describe('a webhook', () => {
  it("hears of a delivery's life, in order, signed, and of nobody", async () => {
    const { hook, delivery, depot } = await live();
    const life = ['code.made', 'delivery.changed', 'message.sent', 'delivery.delivered'];
    await until(async () => life.every((type) => typesAbout(delivery).includes(type)));
    expect(typesAbout(delivery).filter((type) => life.includes(type))).toEqual(
      expect.arrayContaining(life),
    );
    expect(typesAbout(delivery).at(-1)).toBe('delivery.delivered');
    const [one] = receiver.received;
    if (one === undefined) throw new Error('nothing was received');
    expect(new Webhook(hook.secret).verify(one.body, one.headers)).toMatchObject({
      data: { depot, delivery },
    });
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': sign } = one.headers;
    const key = Buffer.from(hook.secret.replace('whsec_', ''), 'base64');
    const own = createHmac('sha256', key).update(`${id}.${time}.${one.body}`).digest('base64');
    expect(sign).toBe(`v1,${own}`);
    const sent = receiver.received.map(({ body }) => body).join('\n');
    expect(sent).not.toMatch(/Okafor|Customer|Street|\+49|[0-9A-Z]{5}-[0-9A-Z]{5}/);
  });

  it('hears of what it asked for alone, from when it was added until it is removed', async () => {
    const { depot } = await seedRoute(central, 1);
    const hook = await add(depot, { types: ['delivery.cancelled'] });
    const { body } = await central.staff('GET', `/v1/deliveries?text=Customer&depot=${depot}`);
    const [{ id, version }] = body.deliveries;
    const headers = { 'if-match': `"${version}"`, 'idempotency-key': `"${id}"` };
    await central.staff('POST', `/v1/deliveries/${id}/cancel`, {}, headers);
    await until(async () => receiver.received.length === 1);
    expect(eventOf(receiver.received[0] as Received)).toMatchObject({
      type: 'delivery.cancelled',
      data: { delivery: id, status: 'cancelled', reference: expect.any(String) },
    });
    expect((await central.staff('POST', `/v1/webhooks/${hook.id}/remove`)).status).toBe(204);
    expect((await central.staff('POST', `/v1/webhooks/${hook.id}/remove`)).status).toBe(404);
    expect((await central.staff('GET', `/v1/depots/${depot}/webhooks`)).body.webhooks).toEqual([]);
  });

  it('hears once that a customer was erased, so that others erase what they have', async () => {
    const { depot } = await seedRoute(central, 1);
    await add(depot, { types: ['delivery.erased', 'delivery.cancelled'] });
    const { body } = await central.staff('GET', `/v1/deliveries?text=Customer&depot=${depot}`);
    const [{ id }] = body.deliveries;
    const act = async (what: string, n: number) => {
      const { etag } = await central.staff('GET', `/v1/deliveries/${id}`);
      const headers = { 'if-match': etag ?? '', 'idempotency-key': `"${id}${n}"` };
      return central.staff('POST', `/v1/deliveries/${id}/${what}`, {}, headers);
    };
    expect((await act('cancel', 1)).status).toBe(200);
    expect((await act('erase', 2)).status).toBe(200);
    expect((await act('erase', 3)).status).toBe(200);
    await until(async () => receiver.received.length === 2);
    expect(typesAbout(id)).toEqual(['delivery.cancelled', 'delivery.erased']);
    const sent = receiver.received.map((one) => one.body).join();
    expect(sent).not.toMatch(/Customer|Street|\+49/);
  });

  it('hears of findings, with the delivery if they are about one', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    await add(depot, { types: ['finding.made'] });
    const [item] = deliveriesOf((await pullAll(terminal)).items);
    if (item === undefined) throw new Error('no delivery');
    const entry = await terminal.handOver(item, await codeFor(central, item));
    if (entry === null) throw new Error('refused');
    const { etag } = await central.staff('GET', `/v1/deliveries/${item.id}`);
    const headers = { 'if-match': etag ?? '', 'idempotency-key': `"${item.id}"` };
    await central.staff('POST', `/v1/deliveries/${item.id}/cancel`, {}, headers);
    const cloned = terminal.write(PULLED, { after: EMPTY_LOG });
    const { findings } = await terminal.handIn([entry, cloned]);
    expect(findings).toHaveLength(2);
    await until(async () => receiver.received.length === 2);
    const about = receiver.received.map((one) => eventOf(one).data.delivery ?? null);
    expect(about).toEqual(expect.arrayContaining([item.id, null]));
  });

  it('is told nothing of what did not happen', async () => {
    const { depot } = await seedRoute(central, 1);
    await add(depot);
    const client = await central.ports.pool.connect();
    await client.query('begin');
    await client.query("update delivery set status = 'cancelled' where depot = $1", [depot]);
    await client.query('rollback');
    client.release();
    const { rows } = await central.ports.pool.query(
      'select 1 from webhook_event where depot = $1',
      [depot],
    );
    expect(rows).toEqual([]);
  });

  it('gets each event again until it takes it, and later ones of the delivery after it', async () => {
    receiver.answer((response) => response.writeHead(500).end());
    const { hook, delivery } = await live();
    await until(async () => (await eventsOf(hook.id)).some(({ attempts }) => attempts > 0));
    const before = await eventsOf(hook.id);
    expect(before.filter(({ attempts }) => attempts > 0)).toMatchObject([
      { type: 'code.made', state: 'waiting', status: 500, reason: 'refused' },
    ]);
    receiver.answer((response) => response.writeHead(200).end('ok'));
    await hurryUntil(async () => (await eventsOf(hook.id, '?state=waiting')).length === 0);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids.length).toBe(new Set(ids).size + 1);
    const types = typesAbout(delivery);
    expect(types.slice(0, 2)).toEqual(['code.made', 'code.made']);
    expect(types.at(-1)).toBe('delivery.delivered');
  });

  it('that does not take an event for more than a day has it listed, and replayed', async () => {
    receiver.answer((response) => response.writeHead(503).end());
    const { depot, hook, delivery } = await live();
    const first = async (): Promise<SentEvent> => {
      const last = (await eventsOf(hook.id)).at(-1);
      if (last === undefined) throw new Error('no events');
      return last;
    };
    for (let tries = 1; (await first()).state !== 'dead'; tries++) {
      await hurryUntil(async () => (await first()).attempts >= tries);
    }
    expect(await first()).toMatchObject({ attempts: 11, reason: 'refused', delivery });
    expect(
      (await central.staff('GET', `/v1/depots/${depot}/webhooks`)).body.webhooks,
    ).toMatchObject([{ id: hook.id, dead: 1 }]);
    receiver.answer((response) => response.writeHead(200).end());
    const path = `/v1/webhooks/${hook.id}/replay`;
    expect((await central.staff('POST', path, {})).body).toEqual({ replayed: 1 });
    await hurryUntil(async () => (await eventsOf(hook.id, '?state=sent')).length >= 3);
    const { event } = await first();
    expect((await central.staff('POST', path, { events: [event] })).body).toEqual({ replayed: 1 });
  });

  it('has a new secret, beside which the old one is good for a day', async () => {
    const { depot } = await seedRoute(central, 1);
    const hook = await add(depot);
    const rolled = await central.staff('POST', `/v1/webhooks/${hook.id}/secret`);
    expect(rolled.body.oldSecretUntil).toBeGreaterThan(Date.now());
    const test = () => central.staff('POST', `/v1/webhooks/${hook.id}/test`);
    expect((await test()).body).toEqual({ ok: true, status: 204, reason: null });
    const one = receiver.received[0] as Received;
    for (const secret of [hook.secret, rolled.body.secret]) {
      expect(new Webhook(secret).verify(one.body, one.headers)).toMatchObject({
        type: 'webhook.test',
      });
    }
    await central.ports.pool.query(
      "update webhook set old_until = now() - interval '1 second' where depot = $1",
      [depot],
    );
    await test();
    const later = receiver.received[1] as Received;
    expect(() => new Webhook(hook.secret).verify(later.body, later.headers)).toThrow();
  });

  it('is not for who has another depot, nor for who may not set anything', async () => {
    const { depot } = await seedRoute(central, 1);
    const hook = await add(depot);
    const { body } = await central.staff('POST', '/v1/operators', {
      name: `outsider ${Math.random()}`,
      kind: 'integration',
      grants: [{ name: 'look', depot }],
    });
    const headers = { authorization: `Bearer ${body.token}` };
    const listed = await fetch(`${central.url}/v1/webhooks/${hook.id}/events`, { headers });
    expect(listed.status).toBe(403);
  });
});

describe('the command', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kerbside-test-webhook-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('adds, tests, lists, replays and removes one', async () => {
    const { depot } = await seedRoute(central, 1);
    const run = (...args: string[]) =>
      runCli({ env: envOf(central) }, 'webhook', ...args, '--depot', depot);
    const secret = join(folder, 'hook.secret');
    expect(await run('add', receiver.url, '--secret-file', secret)).toMatchObject({ code: 0 });
    expect((await stat(secret)).mode & 0o777).toBe(0o600);
    expect(await readFile(secret, 'utf8')).toMatch(/^whsec_/);
    expect((await run('test', receiver.url)).out).toContain('the receiver took it (status 204)');
    receiver.answer((response) => response.writeHead(302, { location: '/' }).end());
    expect(await run('test', receiver.url)).toMatchObject({
      code: 1,
      out: expect.stringContaining('status 302'),
    });
    expect((await run('list')).out).toContain(receiver.url);
    expect((await run('events', receiver.url)).out).toContain('none');
    expect((await run('replay', receiver.url)).out).toContain('0 events');
    const other = join(folder, 'next.secret');
    expect(await run('secret', receiver.url, '--secret-file', other)).toMatchObject({ code: 0 });
    expect(await run('remove', receiver.url)).toMatchObject({ code: 0 });
    expect(await run('test', receiver.url)).toMatchObject({ code: 1 });
  });
});
