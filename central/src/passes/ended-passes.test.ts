import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { csvLine, enrolTerminal, pullAll } from '../testing/seed.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { expirePasses } from './end-passes.ts';
import { passesAt } from './testing/passes-at.ts';

const central = centralForTests();
const { start, addLater, ask, issue, statesOf, withdraw, codesOf } = passesAt(central);

describe('a pass ends', () => {
  it('when staff withdraw it, once, for every terminal in its audience that is not revoked', async () => {
    const { delivery, terminal, depot, cursor } = await start();
    const [two, gone] = [
      await enrolTerminal(central, depot, 'T2'),
      await enrolTerminal(central, depot, 'T3'),
    ];
    await central.staff('POST', `/v1/terminals/${gone.id}/revoke`, {});
    const forAll = await issue(delivery.id, { audience: 'depot' });
    const forRoute = await issue(delivery.id, { audience: 'route' });
    for (const { once } of [forAll, forRoute, forAll]) {
      expect(await withdraw(once)).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    }
    const told = async (one: TestTerminal, from: number) =>
      (await pullAll(one, from)).items.flatMap((i) => (i.type === 'pass-withdrawn' ? i.once : []));
    expect(await told(terminal, cursor)).toEqual([forAll.once, forRoute.once]);
    expect(await told(two, 0)).toEqual([forAll.once]);
    const items = await central.ports.pool.query(
      `select 1 from manifest_item where terminal = $1 and item->>'type' = 'pass-withdrawn'`,
      [gone.id],
    );
    expect(items.rowCount).toBe(0);
    // It was taken before the terminal heard of it: it counts, and a person sees it.
    expect(await codesOf(two, two.takePass(forAll.text))).toEqual(['after-withdrawal']);
    expect((await withdraw(randomBytes(16).toString('base64url'))).problem).toBe('unknown-pass');
    expect((await withdraw('x')).status).toBe(400);
  });

  it('with its validity, and is not withdrawn then', async () => {
    const { delivery, depot } = await start();
    const { once } = await issue(delivery.id, { audience: 'depot' });
    await expirePasses(central.ports.pool, depot, (delivery.verifier.notAfter - 1_000) as never);
    expect(await statesOf(delivery.id)).toEqual(['active']);
    await expirePasses(central.ports.pool, depot, delivery.verifier.notAfter);
    expect(await statesOf(delivery.id)).toEqual(['expired']);
    expect((await withdraw(once)).problem).toBe('pass-ended');
  });

  it('with the terminal that it is for, when that is revoked or the delivery taken from it', async () => {
    const given = await start();
    const { delivery, terminal, depot, route, cursor } = given;
    const { once } = await issue(delivery.id, { audience: 'terminal' });
    const other = await enrolTerminal(central, depot, 'T2');
    const mine = await issue(delivery.id, { audience: 'terminal', terminal: other.id });
    await assignRoute(central, route, { terminal: other.id });
    expect(await statesOf(delivery.id)).toEqual(['active', 'withdrawn']);
    expect((await pullAll(terminal, cursor)).items).toEqual([
      { type: 'pass-withdrawn', once },
      { type: 'withdrawn', delivery: delivery.id },
    ]);
    await central.staff('POST', `/v1/terminals/${other.id}/revoke`, {});
    expect(await statesOf(delivery.id)).toEqual(['withdrawn', 'withdrawn']);
    expect((await withdraw(mine.once)).status).toBe(200);
  });
});

describe('a pass is refused', () => {
  it('for what is not there, is over, or is of another depot', async () => {
    const given = await start();
    const { id } = given.delivery;
    const elsewhere = await start();
    const revoked = await enrolTerminal(central, given.depot, 'T2');
    await central.staff('POST', `/v1/terminals/${revoked.id}/revoke`, {});
    const problemOf = async (delivery: string, body: object) => {
      const { status, problem } = await ask(delivery, body);
      return `${status} ${problem}`;
    };
    expect(await problemOf(randomUUID(), { audience: 'depot' })).toBe('404 unknown-delivery');
    const nobody = await central.staff('GET', `/v1/deliveries/${randomUUID()}/passes`);
    expect(nobody.status).toBe(404);
    for (const body of [
      {},
      { audience: 'world' },
      { audience: 'route', terminal: given.terminal.id },
      { audience: 'terminal', terminal: 'x' },
    ]) {
      expect(await problemOf(id, body)).toBe('400 bad-request');
    }
    const to = (terminal: string) => ({ audience: 'terminal', terminal });
    expect(await problemOf(id, to(randomUUID()))).toBe('404 no-such-terminal');
    expect(await problemOf(id, to(elsewhere.terminal.id))).toBe('409 other-depot');
    expect(await problemOf(id, to(revoked.id))).toBe('409 terminal-is-revoked');
    const later = await addLater(given);
    expect(await problemOf(later, { audience: 'terminal' })).toBe('409 route-without-terminal');
  });

  it('for lines that it cannot hold or show, and the address is shortened before', async () => {
    const given = await start();
    const line = (position: number, name: string, address: string): string =>
      csvLine(central.clock.now(), position, { route: 'R9' })
        .replace(/"Customer, \d+"/, `"${name}"`)
        .replace(/Street \d+\|Town/, address);
    const wide = '東'.repeat(120);
    const tooLong = await addLater(given, line(1, wide, wide));
    expect(await ask(tooLong, { audience: 'depot' })).toMatchObject({
      status: 422,
      problem: 'pass-too-long',
    });
    // No import takes such a name any more; a database from before may have one.
    const turned = await addLater(given, line(2, 'ab', 'Street'));
    const rename = 'update delivery set customer = $2 where id = $1';
    await central.ports.pool.query(rename, [turned, 'a\u202eb']);
    expect((await ask(turned, { audience: 'depot' })).problem).toBe('pass-not-writable');
    const first = 'x'.repeat(120);
    const cut = await addLater(given, line(3, 'Ada', `${first}|${'y'.repeat(100)}|Town`));
    const { text } = await issue(cut, { audience: 'depot' });
    expect(() => given.terminal.takePass(text)).not.toThrow();
    expect(await statesOf(tooLong)).toEqual([]);
  });

  it('after the delivery has expired', async () => {
    const { delivery } = await start();
    central.clock.advance(9 * HOUR);
    expect((await ask(delivery.id, { audience: 'depot' })).problem).toBe('delivery-closed');
  });
});

describe('an open delivery', () => {
  it('is found by its reference, in one depot or in all', async () => {
    const { delivery, depot } = await start();
    const find = async (query: string) =>
      (await central.staff('GET', `/v1/deliveries?${query}`)).body.deliveries;
    const reference = `reference=${delivery.shortId}`;
    expect(await find(reference)).toMatchObject([{ id: delivery.id, kept: [], token: null }]);
    expect(await find(`${reference}&depot=${depot}`)).toHaveLength(1);
    expect(await find(`${reference}&depot=${randomUUID()}`)).toEqual([]);
    expect((await central.staff('GET', '/v1/deliveries')).status).toBe(400);
  });
});
