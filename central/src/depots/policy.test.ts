import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '../../../shared/protocol/policy.ts';
import { HOUR, SECOND } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal, pullAll } from '../testing/seed.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

const central = centralForTests();

const make = async (settings: object = {}) =>
  (
    await central.staff('POST', '/v1/depots', {
      name: `Depot ${Math.random()}`,
      timeZone: 'UTC',
      ...settings,
    })
  ).body;
const change = (depot: string, settings: object) =>
  central.staff('PATCH', `/v1/depots/${depot}/policy`, settings);
const policiesOf = async (terminal: TestTerminal): Promise<Policy[]> =>
  (await pullAll(terminal)).items.flatMap((item) => (item.type === 'policy' ? item.policy : []));

describe("a depot's policy", () => {
  it('is the default one until staff say otherwise', async () => {
    const depot = await make();
    expect(depot.policy).toEqual(DEFAULT_POLICY);
    expect(await policiesOf(await enrolTerminal(central, depot.id))).toEqual([DEFAULT_POLICY]);
  });

  it('may be given with the depot, and is the first that each terminal hears', async () => {
    const settings = { leaseHours: 12, clockToleranceSeconds: 5, waitsSeconds: [0, 7] };
    const depot = await make({ ...settings, clockBlocks: false });
    const policy = {
      leaseMs: 12 * HOUR,
      clockToleranceMs: 5 * SECOND,
      clockBlocks: false,
      waitsMs: [0, 7 * SECOND],
      signOutAtDock: false,
      docksOnNetwork: false,
      unscanned: 'ask',
      missingEvidence: 'refuse',
      customerNumbers: false,
    };
    expect(depot.policy).toEqual(policy);
    const { items } = await pullAll(await enrolTerminal(central, depot.id));
    expect(items[0]).toEqual({ type: 'policy', policy });
    expect(await policiesOf(await enrolTerminal(central, depot.id, 'T2'))).toEqual([policy]);
  });

  it('is sent again when it changes, to its own terminals, and not when it stays', async () => {
    const [depot, elsewhere] = [await make(), await make()];
    const terminals = [
      await enrolTerminal(central, depot.id),
      await enrolTerminal(central, depot.id, 'T2'),
    ];
    const other = await enrolTerminal(central, elsewhere.id);
    const changed = { ...DEFAULT_POLICY, leaseMs: 2 * HOUR };
    const answer = await change(depot.id, { leaseHours: 2 });
    expect([answer.status, answer.body.policy]).toEqual([200, changed]);
    await change(depot.id, { leaseHours: 2, clockBlocks: true });
    await change(depot.id, {});
    for (const terminal of terminals) {
      expect(await policiesOf(terminal)).toEqual([DEFAULT_POLICY, changed]);
    }
    expect(await policiesOf(other)).toEqual([DEFAULT_POLICY]);
    expect(await policiesOf(await enrolTerminal(central, depot.id, 'T3'))).toEqual([changed]);
    const { body } = await central.staff('GET', '/v1/audit');
    expect(body.acts.filter((one: { act: string }) => one.act === 'policy-changed')).toMatchObject([
      { subject: { depot: depot.id, terminals: 2 } },
    ]);
  });

  it('reaches a terminal that enrols at that very moment', async () => {
    const depot = await make();
    const [terminal] = await Promise.all([
      enrolTerminal(central, depot.id),
      change(depot.id, { leaseHours: 3 }),
    ]);
    expect((await policiesOf(terminal)).at(-1)?.leaseMs).toBe(3 * HOUR);
  });

  it.each([
    { leaseHours: 0 },
    { leaseHours: 1.5 },
    { leaseHours: 721 },
    { clockToleranceSeconds: 0 },
    { clockToleranceSeconds: 3_601 },
    { waitsSeconds: [] },
    { waitsSeconds: [-1] },
    { waitsSeconds: [86_401] },
    { waitsSeconds: new Array(21).fill(1) },
    { clockBlocks: 'yes' },
    { lease: 1 },
  ])('refuses %j', async (settings) => {
    const depot = await make();
    expect((await change(depot.id, settings)).status).toBe(400);
    expect((await make(settings)).type).toBe('urn:kerbside:problem:bad-request');
  });

  it('is refused for a depot that there is not', async () => {
    const answer = await change('3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f', { leaseHours: 2 });
    expect([answer.status, answer.body.type]).toEqual([404, 'urn:kerbside:problem:unknown-depot']);
  });
});
