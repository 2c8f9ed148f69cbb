import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageFragment } from '../../../shared/protocol/link/page-fragment.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { expireIssues } from '../manifest/withdraw-issues.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  pullAll,
  seedRoute,
  until,
} from '../testing/seed.ts';
import {
  dumpDatabase,
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { accepted, type OutgoingMessage, tryAgain } from './message-provider.ts';

let postgres: TestPostgres;
let central: TestCentral;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

const issueOf = async ({ route }: { route: string }) => {
  const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
  return body.deliveries[0].issue;
};

describe('the message', () => {
  it('goes out at once when the lead time is reached, and says what the customer needs', async () => {
    const seeded = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const code = await codeFor(central, delivery);
    const { body } = await central.staff('GET', '/v1/outbox');
    const message = body.messages.find((one: { delivery: string }) => one.delivery === delivery.id);
    expect(message.to).toMatch(/^\+49170/);
    expect(message.text).toContain('Kerbside');
    expect(message.text).toContain(code);
    const [words, shown, link] = message.text.split('\n');
    expect(`${words}\n${shown}`.length).toBeLessThanOrEqual(160);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/c\/#1/);
    const page = readPageFragment(new URL(link).hash);
    if (!page.ok) throw new Error(page.error);
    const { from, to, ...facts } = page.value;
    expect(facts).toMatchObject({ shortId: delivery.shortId, language: 'en' });
    expect(delivery.arrival - from).toBeGreaterThanOrEqual(HOUR / 2);
    expect(to - from).toBe(2 * HOUR);
    expect(await seeded.terminal.handOver(delivery, code)).not.toBeNull();
  });

  it('leaves no trace of the code in the database', async () => {
    const seeded = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const shown = await codeFor(central, delivery);
    await until(async () => (await issueOf(seeded)).sms === 'sent');
    const plain = shown.replace('-', '');
    const all = await dumpDatabase(central);
    expect(all).toContain(delivery.shortId);
    for (const form of [shown, plain]) {
      expect(all).not.toContain(form);
      expect(all).not.toContain(Buffer.from(form).toString('hex'));
      expect(all).not.toContain(Buffer.from(form).toString('base64'));
    }
    const { rows } = await central.ports.pool.query(
      'select sealed_code from issue where delivery = $1',
      [delivery.id],
    );
    expect(rows).toEqual([{ sealed_code: null }]);
  });

  it('waits for its time: a job with its key alone, due at arrival less lead', async () => {
    const seeded = await seedRoute(central, 1, { arrivalIn: 5 * HOUR });
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    const issue = await issueOf(seeded);
    expect(issue).toMatchObject({ sms: 'waiting', smsSentAt: null });
    expect(issue.smsDue).toBe((delivery?.arrival ?? 0) - 2 * HOUR);
    const jobs = await central.ports.pool.query(
      `select data, start_after as due from pgboss.job where data->>'issue' = $1`,
      [issue.id],
    );
    expect(jobs.rows).toMatchObject([{ data: { depot: seeded.depot, issue: issue.id } }]);
    // The queue goes by the database's clock, central here by the test's.
    const left = jobs.rows[0].due - Date.now();
    expect(Math.abs(left - (issue.smsDue - central.clock.now()))).toBeLessThan(3_000);
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('too-early');
    central.clock.advance(3 * HOUR + MINUTE);
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('sent');
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('not-waiting');
    expect((await issueOf(seeded)).sms).toBe('sent');
  });

  it('is sent by the queue when its time comes', async () => {
    const seeded = await seedRoute(central, 1, { arrivalIn: 2 * HOUR + 1_500 });
    await pullAll(seeded.terminal);
    const issue = await issueOf(seeded);
    expect(issue.sms).toBe('waiting');
    await until(async () => (await issueOf(seeded)).sms === 'sent');
    expect((await issueOf(seeded)).smsSentAt).toBeGreaterThanOrEqual(issue.smsDue);
  });

  it('is sent all the same where another driver takes the route, and not where another terminal does', async () => {
    const seeded = await seedRoute(central, 1, { arrivalIn: 5 * HOUR });
    await pullAll(seeded.terminal);
    const issue = await issueOf(seeded);
    const path = `/v1/depots/${seeded.depot}/drivers`;
    const driver = (await central.staff('POST', path, { name: 'Emil' })).body.id;
    const assign = (terminal: string) =>
      central.staff('POST', `/v1/routes/${seeded.route}/assign`, { terminal, driver });
    await assign(seeded.terminal.id);
    expect(await issueOf(seeded)).toMatchObject({ state: 'active', sms: 'waiting' });
    await assign((await enrolTerminal(central, seeded.depot, 'T2')).id);
    expect(await issueOf(seeded)).toMatchObject({ state: 'withdrawn', sms: 'cancelled' });
    central.clock.advance(4 * HOUR);
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('not-waiting');
  });

  it('is forgotten unsent when the delivery is over, and its labels are free again', async () => {
    const seeded = await seedRoute(central, 1, { arrivalIn: 7 * HOUR });
    await pullAll(seeded.terminal);
    const issue = await issueOf(seeded);
    central.clock.advance(9 * HOUR);
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('not-waiting');
    await expireIssues(central.ports.pool, seeded.depot, central.clock.now());
    expect(await issueOf(seeded)).toMatchObject({ state: 'expired', sms: 'expired' });
    const { rows } = await central.ports.pool.query(
      `select count(*) as n from issue where sealed_code is not null and id = $1`,
      [issue.id],
    );
    expect(rows).toEqual([{ n: 0 }]);
    expect(await pullAll(seeded.terminal, 4)).toMatchObject({ items: [] });
  });
});

describe('many messages', () => {
  it('do not wait for one another for long', async () => {
    const { terminal, route } = await seedRoute(central, 100);
    await pullAll(terminal);
    await until(async () => {
      const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
      return body.deliveries.every((one: { issue: { sms: string } }) => one.issue.sms === 'sent');
    });
  });
});

describe('a provider that fails', () => {
  it('keeps the code until a later try succeeds', async () => {
    let fails = 2;
    const sent: OutgoingMessage[] = [];
    const flaky = await startTestCentral(postgres, {
      provider: {
        name: 'flaky',
        reports: false,
        start: () => {},
        send: async (message) => {
          if (fails-- > 0) return tryAgain('unreachable');
          sent.push(message);
          return accepted();
        },
        readCallback: () => null,
        stop: async () => {},
      },
    });
    try {
      const { terminal } = await seedRoute(flaky, 1);
      await pullAll(terminal);
      // The back-off would take half a minute; the queue is told that it is over.
      await until(async () => {
        await flaky.ports.pool.query(
          `update pgboss.job set start_after = now() where state = 'retry'`,
        );
        return sent.length === 1;
      });
      expect(sent[0]?.text).toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}/);
      const outbox = await flaky.staff('GET', '/v1/outbox');
      expect(outbox.status).toBe(404);
    } finally {
      await flaky.stop();
    }
  });
});
