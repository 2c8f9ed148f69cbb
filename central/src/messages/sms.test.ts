import { describe, expect, it } from 'vitest';
import { readPageFragment } from '../../../shared/protocol/link/page-fragment.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { expireIssues } from '../manifest/withdraw-issues.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  pullAll,
  seedRoute,
  until,
} from '../testing/seed.ts';
import { dumpDatabase } from '../testing/test-central.ts';
import { forgetCodes } from './end-message.ts';

const central = centralForTests();

const issueOf = async ({ route }: { route: string }) => {
  const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
  return body.deliveries[0].issue;
};
const isSent = (seeded: { route: string }) =>
  until(async () => (await issueOf(seeded)).sms === 'sent');

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
    expect(message.text.length).toBeLessThanOrEqual(160);
    const [, , link] = message.text.split('\n');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/c\/#1/);
    const said = readPageFragment(new URL(link).hash);
    if (!said.ok) throw new Error(said.error);
    expect(said.value).toMatchObject({ shortId: delivery.shortId, language: 'en' });
    expect(said.value.to - said.value.from).toBe(2 * HOUR);
    expect(said.value.from).toBeLessThan(delivery.arrival);
    expect(said.value.to).toBeGreaterThan(delivery.arrival);
    expect(await seeded.terminal.handOver(delivery, code)).not.toBeNull();
  });

  it('leaves no trace of the code in the database, and not even a sealed one after the depot’s limit', async () => {
    const seeded = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const shown = await codeFor(central, delivery);
    await isSent(seeded);
    const plain = shown.replace('-', '');
    const all = await dumpDatabase(central);
    expect(all).toContain(delivery.shortId);
    for (const form of [shown, plain]) {
      expect(all).not.toContain(form);
      expect(all).not.toContain(Buffer.from(form).toString('hex'));
      expect(all).not.toContain(Buffer.from(form).toString('base64'));
    }
    const { pool } = central.ports;
    const kept = async () =>
      (
        await pool.query(
          `select issue.sealed_code is not null as code, message.sealed_text is not null as text
           from issue join message on message.depot = issue.depot and message.issue = issue.id
           where issue.delivery = $1`,
          [delivery.id],
        )
      ).rows;
    const forget = () => forgetCodes(pool, seeded.depot, central.clock.now());
    central.clock.advance(29 * MINUTE);
    await forget();
    expect(await kept()).toEqual([{ code: true, text: true }]);
    central.clock.advance(2 * MINUTE);
    await forget();
    expect(await kept()).toEqual([{ code: false, text: false }]);
  });

  it('takes its code with it where the depot keeps none', async () => {
    const seeded = await seedRoute(central, 1, {}, (depot) =>
      central.staff('PATCH', `/v1/depots/${depot}/messages`, { keepCodeMinutes: 0 }),
    );
    await pullAll(seeded.terminal);
    await isSent(seeded);
    const { rows } = await central.ports.pool.query(
      'select sealed_code from issue where depot = $1',
      [seeded.depot],
    );
    expect(rows).toEqual([{ sealed_code: null }]);
  });

  it('waits for its time: arrival less lead', async () => {
    const seeded = await seedRoute(central, 1, { arrivalIn: 5 * HOUR });
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    const issue = await issueOf(seeded);
    expect(issue).toMatchObject({ sms: 'waiting', smsSentAt: null });
    expect(issue.smsDue).toBe((delivery?.arrival ?? 0) - 2 * HOUR);
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('too-early');
    central.clock.advance(3 * HOUR + MINUTE);
    await isSent(seeded);
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('not-waiting');
    expect((await issueOf(seeded)).smsSentAt).toBeGreaterThanOrEqual(issue.smsDue);
  });

  it('is sent all the same where another driver takes the route, and not where another terminal does', async () => {
    const seeded = await seedRoute(central, 1, { arrivalIn: 5 * HOUR });
    await pullAll(seeded.terminal);
    const issue = await issueOf(seeded);
    const path = `/v1/depots/${seeded.depot}/drivers`;
    const driver = (await central.staff('POST', path, { name: 'Emil' })).body.id;
    const assign = (terminal: string) => assignRoute(central, seeded.route, { terminal, driver });
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
    await expireIssues(central.ports.pool, seeded.depot, central.clock.now());
    expect(await central.sendCode(seeded.depot, issue.id)).toBe('not-waiting');
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
