import { describe, expect, it } from 'vitest';
import { MAX_ITEMS } from '../../../shared/protocol/api/terminal.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { derivePepper } from '../../../shared/protocol/crypto/keys.ts';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import { issueCode } from '../codes/issue-code.ts';
import { findPending } from '../codes/pending-deliveries.ts';
import { openDepotSecret } from '../depots/depots.ts';
import { findTerminal } from '../terminals/terminals.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  overrideFor,
  pullAll,
  type Seeded,
  sealedOf,
  seedRoute,
} from '../testing/seed.ts';

const central = centralForTests();

const assign = async (seeded: Seeded, terminal: string, driver?: string): Promise<void> => {
  const body = { terminal, ...(driver === undefined ? {} : { driver }) };
  const answer = await assignRoute(central, seeded.route, body);
  expect(answer.status).toBe(200);
};
const issuesOf = async ({ route }: Seeded) => {
  const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
  return body.deliveries.map((one: { issue: unknown }) => one.issue);
};

describe('pulling the manifest', () => {
  it('begins with policy, depot and route, then every stop in order with verifiers of its own', async () => {
    const { terminal, route } = await seedRoute(central, 5);
    const { items } = await pullAll(terminal);
    expect(items[0]).toEqual({ type: 'policy', policy: DEFAULT_POLICY });
    expect(items[1]).toEqual({ type: 'depot', timeZone: 'UTC', dispatcherPhone: null });
    expect(items[2]).toMatchObject({ type: 'route', name: 'R1', driver: { name: 'Dora' } });
    const deliveries = deliveriesOf(items);
    expect(new Set(deliveries.map((one) => one.route))).toEqual(new Set([route]));
    expect(deliveries.map((one) => one.position).sort()).toEqual([1, 2, 3, 4, 5]);
    const verifiers = deliveries.flatMap((one) => [sealedOf(one), one.override]);
    expect(new Set(verifiers.map((one) => one.presenceKey)).size).toBe(10);
    expect(new Set(verifiers.map((one) => one.salt)).size).toBe(10);
    for (const { verifier, override } of deliveries) {
      const { salt, presenceKey, notBefore, notAfter } = override;
      const own = { salt, presenceKey, notBefore, notAfter };
      expect(override).toEqual({ ...verifier, purpose: 'override', ...own });
    }
  });

  it('issues a long route page by page, and counts what is left', async () => {
    const { terminal } = await seedRoute(central, 120);
    const first = await terminal.pull(0);
    // A slow machine issues fewer at once.
    expect(first.items.length).toBeLessThanOrEqual(53);
    expect(first.items.length + first.remaining).toBe(123);
    expect(first.remaining).toBeGreaterThanOrEqual(70);
    const { items } = await pullAll(terminal, first.cursor);
    expect(deliveriesOf([...first.items, ...items])).toHaveLength(120);
    const again = await pullAll(terminal);
    expect(again.items).toEqual([...first.items, ...items]);
    expect((await terminal.pull(0)).items.length).toBeLessThanOrEqual(MAX_ITEMS);
  });

  it('gives the same items again after a cut, and issues nothing twice', async () => {
    const seeded = await seedRoute(central, 6);
    const { terminal } = seeded;
    const [one, two] = await Promise.all([terminal.pull(0), terminal.pull(0)]);
    const all = await pullAll(terminal);
    expect(deliveriesOf(all.items)).toHaveLength(6);
    for (const page of [one, two]) {
      expect(all.items.slice(0, page.items.length)).toEqual(page.items);
    }
    for (const issue of await issuesOf(seeded)) expect(issue.epoch).toBe(1);
    const end = await terminal.pull(all.cursor);
    expect(end).toMatchObject({ items: [], remaining: 0, cursor: all.cursor });
  });

  it('refuses a cursor that it never gave', async () => {
    const { terminal } = await seedRoute(central, 1);
    await expect(terminal.pull(1_000)).rejects.toThrow('cursor-unknown');
  });

  it('gives a stop that comes later to a route at the next pull', async () => {
    const { terminal, depot } = await seedRoute(central, 1);
    const { cursor } = await pullAll(terminal);
    const { csvLine, HEADER } = await import('../testing/seed.ts');
    const file = `${HEADER}\n${csvLine(central.clock.now(), 7)}`;
    await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    const { items } = await pullAll(terminal, cursor);
    expect(items).toMatchObject([{ type: 'delivery', position: 7, epoch: 1 }]);
  });
});

describe('another terminal or driver', () => {
  it('withdraws the deliveries from the old terminal and issues new codes to the new one', async () => {
    const seeded = await seedRoute(central, 2);
    const old = await pullAll(seeded.terminal);
    const other = await enrolTerminal(central, seeded.depot, 'T2');
    await assign(seeded, other.id);
    const fresh = deliveriesOf((await pullAll(other)).items);
    expect(fresh.map((one) => one.epoch)).toEqual([2, 2]);
    const { items } = await pullAll(seeded.terminal, old.cursor);
    const withdrawn = items.map((one) => (one.type === 'withdrawn' ? one.delivery : null));
    expect(withdrawn.sort()).toEqual(fresh.map((one) => one.id).sort());
    const [first] = fresh;
    if (first === undefined) throw new Error('no delivery');
    const before = deliveriesOf(old.items).find((one) => one.id === first.id);
    expect(before && sealedOf(before).presenceKey).not.toBe(sealedOf(first).presenceKey);
    const code = await codeFor(central, first);
    expect(before && (await seeded.terminal.handOver(before, code))).toBeNull();
    expect(await other.handOver(first, code)).not.toBeNull();
  });

  it('leaves a code good that was sent, where only the driver is another (D18)', async () => {
    const seeded = await seedRoute(central, 2);
    const { items: before, cursor } = await pullAll(seeded.terminal);
    const [first, second] = deliveriesOf(before);
    if (first === undefined || second === undefined) throw new Error('no delivery');
    const code = await codeFor(central, first);
    const driver = await central.staff('POST', `/v1/depots/${seeded.depot}/drivers`, {
      name: 'Emil',
    });
    await assign(seeded, seeded.terminal.id, driver.body.id);
    const { items } = await pullAll(seeded.terminal, cursor);
    expect(items).toMatchObject([{ type: 'route', id: seeded.route, driver: { name: 'Emil' } }]);
    await assign(seeded, seeded.terminal.id);
    expect((await pullAll(seeded.terminal, cursor)).items).toEqual(items);
    const signed = await seeded.terminal.handOver(first, code);
    if (signed === null) throw new Error('the code of the first message was refused');
    expect((await seeded.terminal.handIn([signed])).findings).toEqual([]);
    // Another terminal is another thing: it cannot check the code of the first message.
    const other = await enrolTerminal(central, seeded.depot, 'T2');
    await assign(seeded, other.id);
    expect(deliveriesOf((await pullAll(other)).items)).toMatchObject([{ id: second.id, epoch: 2 }]);
  });

  it('is refused from another depot, and without a driver', async () => {
    const [one, two] = [await seedRoute(central, 1), await seedRoute(central, 1)];
    const answer = await assignRoute(central, one.route, { terminal: two.terminal.id });
    expect([answer.status, answer.body.type]).toEqual([409, 'urn:kerbside:problem:other-depot']);
  });
});

describe('uniqueness of codes', () => {
  it('throws a code away that another active delivery has, and makes another', async () => {
    const seeded = await seedRoute(central, 2);
    const { pool } = central.ports;
    const terminal = await findTerminal(pool, seeded.terminal.id);
    if (terminal === null) throw new Error('no terminal');
    const secret = await openDepotSecret(central.ports, terminal.depot);
    const pepper = derivePepper(secret, terminal.agreementKey, terminal.id);
    wipe(secret);
    const [first, second] = await findPending(pool, terminal, central.clock.now(), 2);
    if (first === undefined || second === undefined) throw new Error('nothing is pending');
    let draws = 0;
    // Two for each try. The second delivery's first one has the customer's code of the first
    // delivery, the next one has its override's, the next one twice the same.
    const drawn = [1, 2, 1, 3, 4, 2, 5, 5, 6, 7];
    const random = (length: number): Uint8Array =>
      new Uint8Array(length).fill(drawn[draws++] ?? 31);
    const ports = { ...central.ports, random };
    expect(await issueCode(ports, terminal, pepper, first)).toBe(true);
    expect(await issueCode(ports, terminal, pepper, second)).toBe(true);
    expect(draws).toBe(10);
    const deliveries = deliveriesOf((await pullAll(seeded.terminal)).items);
    const codes = await Promise.all(deliveries.map((one) => codeFor(central, one)));
    const overrides = await Promise.all(deliveries.map((one) => overrideFor(central, one)));
    expect(new Set([...codes, ...overrides]).size).toBe(4);
  });

  it('is asked of one depot: another may have the same code', async () => {
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(drawn++ % 2);
    let drawn = 0;
    const codes = [];
    for (const seeded of [await seedRoute(central, 1), await seedRoute(central, 1)]) {
      const key = { depot: seeded.depot, id: seeded.terminal.id };
      const [pending] = await findPending(central.ports.pool, key, central.clock.now(), 1);
      if (pending === undefined) throw new Error('nothing is pending');
      const pepper = new Uint8Array(32).fill(7);
      expect(await issueCode({ ...central.ports, random }, key, pepper, pending)).toBe(true);
      codes.push(await codeFor(central, { id: pending.delivery, epoch: pending.epoch }));
    }
    expect(codes[0]).toBe(codes[1]);
    expect(drawn).toBe(4);
  });
});
