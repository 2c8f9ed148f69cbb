import { describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { HOUR } from '../clock.ts';
import { expireIssues } from '../manifest/withdraw-issues.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  overrideFor,
  pullAll,
  type Seeded,
  seedRoute,
} from '../testing/seed.ts';

const central = centralForTests();

const start = async (): Promise<{ seeded: Seeded; delivery: ManifestDelivery }> => {
  const seeded = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  return { seeded, delivery };
};
const ask = async (reference: string, more: object = {}) => {
  const body = { reference, reason: 'no telephone', person: 'Nadia', ...more };
  const answer = await central.staff('POST', '/v1/overrides', body);
  return { ...answer, problem: answer.body.type?.split(':').at(-1) };
};
const auditOf = async ({ id }: ManifestDelivery) =>
  (await central.staff('GET', '/v1/audit')).body.acts.filter(
    (one: { subject: { delivery?: string } }) => one.subject.delivery === id,
  );
const handOversOf = async ({ terminal }: Seeded) =>
  (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;

describe('asking for an override', () => {
  it('shows the code once, with what the dispatcher compares, and notes who and why', async () => {
    const { seeded, delivery } = await start();
    const { shortId } = delivery;
    const { status, body } = await ask(shortId);
    expect(status).toBe(201);
    expect(body).toEqual({
      code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/),
      depot: expect.any(String),
      reference: shortId,
      delivery: delivery.id,
      epoch: 1,
      customer: 'Customer, 1',
      route: 'R1',
      position: 1,
      terminal: seeded.terminal.id,
      terminalName: 'T1',
      notAfter: delivery.override.notAfter,
    });
    const again = await ask(shortId);
    expect([again.status, again.problem]).toEqual([409, 'override-shown-already']);
    expect(await auditOf(delivery)).toMatchObject([
      {
        actor: 'first key',
        act: 'override-shown',
        subject: { person: 'Nadia', reason: 'no telephone', reference: shortId, epoch: 1 },
      },
    ]);
  });

  it('shows it to one of two who ask at one time', async () => {
    const { delivery } = await start();
    const answers = await Promise.all([ask(delivery.shortId), ask(delivery.shortId)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(await auditOf(delivery)).toHaveLength(1);
  });

  it('leaves no trace of the code in the database', async () => {
    const { delivery } = await start();
    const shown = await overrideFor(central, delivery);
    const { pool } = central.ports;
    const { rows } = await pool.query('select * from issue where delivery = $1', [delivery.id]);
    expect(rows[0]).toMatchObject({ override_sealed: null, state: 'active' });
    const rest = await pool.query(`select subject::text as text from audit
      union all select item::text from manifest_item union all select data::text from pgboss.job`);
    const all = JSON.stringify([rows, rest.rows]);
    for (const form of [shown, shown.replace('-', '')]) expect(all).not.toContain(form);
  });

  it('is refused for what is unknown, of another depot, not on a terminal yet, or over', async () => {
    expect((await ask('ZZZZZZ')).problem).toBe('unknown-reference');
    expect((await ask('zzz')).problem).toBe('bad-request');
    for (const reason of [' ', 'a\u0007b', 'half \ud83d', 'x'.repeat(201)]) {
      expect((await ask('ZZZZZZ', { reason })).problem).toBe('bad-request');
    }
    const [one, other] = [await start(), await start()];
    const { shortId } = one.delivery;
    const elsewhere = await ask(shortId, { depot: other.seeded.depot });
    expect([elsewhere.status, elsewhere.problem]).toEqual([404, 'unknown-reference']);
    const fresh = await seedRoute(central, 1);
    const { body } = await central.staff('GET', `/v1/routes/${fresh.route}/deliveries`);
    expect((await ask(body.deliveries[0].shortId)).problem).toBe('no-active-issue');
    expect((await ask(shortId, { depot: one.seeded.depot })).status).toBe(201);
  });

  it("outlives the customer's code by a day, and is then forgotten", async () => {
    const { pool } = central.ports;
    const [asked, unasked] = [await start(), await start()];
    const left = async () =>
      (
        await pool.query(
          `select state, sealed_code is null as "noCode", override_sealed is null as "noOverride",
             (select count(*)::integer from active_code where issue = issue.id) as active
           from issue where delivery = $1`,
          [unasked.delivery.id],
        )
      ).rows;
    const { verifier, override } = unasked.delivery;
    expect(override.notBefore).toBeLessThan(verifier.notBefore);
    expect(override.notAfter).toBe(verifier.notAfter + 24 * HOUR);
    central.clock.advance(9 * HOUR);
    await expireIssues(pool, asked.seeded.depot, central.clock.now());
    await expireIssues(pool, unasked.seeded.depot, central.clock.now());
    const expired = { state: 'expired', noCode: true };
    expect(await left()).toEqual([{ ...expired, noOverride: false, active: 1 }]);
    expect((await ask(asked.delivery.shortId)).status).toBe(201);
    central.clock.advance(24 * HOUR);
    expect((await ask(unasked.delivery.shortId)).problem).toBe('unknown-reference');
    await expireIssues(pool, asked.seeded.depot, central.clock.now());
    await expireIssues(pool, unasked.seeded.depot, central.clock.now());
    expect(await left()).toEqual([{ ...expired, noOverride: true, active: 0 }]);
  });

  it('asks for the depot when two of them have the reference', async () => {
    const [one, other] = [await start(), await start()];
    await central.ports.pool.query('update delivery set short_id = $2 where id = $1', [
      other.delivery.id,
      one.delivery.shortId,
    ]);
    const { shortId } = one.delivery;
    expect((await ask(shortId)).problem).toBe('ambiguous-reference');
    const asked = await ask(shortId, { depot: one.seeded.depot });
    expect(asked.body.delivery).toBe(one.delivery.id);
  });

  it('shows another code after the delivery went to another terminal', async () => {
    const { seeded, delivery } = await start();
    const first = await overrideFor(central, delivery);
    const other = await enrolTerminal(central, seeded.depot, 'T2');
    await assignRoute(central, seeded.route, { terminal: other.id });
    const [moved] = deliveriesOf((await pullAll(other)).items);
    if (moved === undefined) throw new Error('no delivery');
    const second = await overrideFor(central, moved);
    expect(second).not.toBe(first);
    expect(await other.handOver(moved, first, { opens: 'override' })).toBeNull();
    expect(await other.handOver(moved, second, { opens: 'override' })).not.toBeNull();
  });
});

describe('a hand-over by override', () => {
  it('is proved by its own key, counted, and marked', async () => {
    const { seeded, delivery } = await start();
    const { terminal } = seeded;
    const code = await overrideFor(central, delivery);
    expect(await terminal.handOver(delivery, code)).toBeNull();
    const signed = await terminal.handOver(delivery, code, { opens: 'override' });
    if (signed === null) throw new Error('the code was refused');
    expect(await terminal.handIn([signed])).toEqual({ acknowledged: 1, findings: [] });
    expect(await handOversOf(seeded)).toMatchObject([
      {
        by: 'override',
        counted: true,
        proved: true,
        inTime: true,
        presenceKey: delivery.override.presenceKey,
      },
    ]);
  });

  it.each([
    ['the code of the customer', 'hand-over', 'override'],
    ['the override', 'override', 'hand-over'],
  ] as const)('is not what %s proves under the other name', async (_name, opens, claims) => {
    const { seeded, delivery } = await start();
    const isOverride = opens === 'override';
    const code = await (isOverride ? overrideFor(central, delivery) : codeFor(central, delivery));
    const signed = await seeded.terminal.handOver(delivery, code, { opens, claims });
    if (signed === null) throw new Error('the code was refused');
    expect((await seeded.terminal.handIn([signed])).findings).toEqual([
      { sequence: 1, code: 'no-presence' },
    ]);
    expect(await handOversOf(seeded)).toMatchObject([
      { by: claims, counted: false, proved: false },
    ]);
  });

  it('counts once with that of the customer, whichever comes first', async () => {
    const { seeded, delivery } = await start();
    const { terminal } = seeded;
    const codes = [await codeFor(central, delivery), await overrideFor(central, delivery)] as const;
    const entries = [
      await terminal.handOver(delivery, codes[0]),
      await terminal.handOver(delivery, codes[1], { opens: 'override' }),
    ];
    expect(await terminal.handIn(entries.flatMap((one) => one ?? []))).toEqual({
      acknowledged: 2,
      findings: [{ sequence: 2, code: 'second-hand-over' }],
    });
  });
});
