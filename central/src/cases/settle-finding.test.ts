import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TokenId } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG } from '../../../shared/protocol/log/chain.ts';
import type { HandOverContent, SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();

/** A whole clone of the machine docks first, then the honest terminal with its hand-overs. */
const start = async () => {
  const { terminal, route, depot } = await seedRoute(central, 3);
  const deliveries = deliveriesOf((await pullAll(terminal)).items);
  const fork = terminal.head;
  const clone = [terminal.write(PULLED, { after: fork })];
  expect((await terminal.handIn(clone)).acknowledged).toBe(1);
  const honest: SignedEntry[] = [];
  for (const delivery of deliveries) {
    const entry = await terminal.handOver(delivery, await codeFor(central, delivery));
    if (entry === null) throw new Error('the code was refused');
    honest.push(entry);
  }
  const answer = await terminal.handIn(honest);
  return { terminal, route, depot, deliveries, honest, answer };
};
const listed = async (terminal: { id: string }) =>
  (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;
const settle = async (finding: number, counts: boolean) => {
  const body = { counts, reason: 'the customer has the parcels' };
  const answer = await central.staff('POST', `/v1/findings/${finding}/settle`, body);
  return answer.body?.type?.split(':').at(-1) ?? answer.status;
};

const kerbside = async (...args: string[]) => {
  const { code, out, err } = await runCli({ env: envOf(central) }, ...args);
  return { code, out: out + err };
};

describe('hand-overs of a log that was forked', () => {
  it('are listed with their proof, and counted when a person says so, once (A5)', async () => {
    const { terminal, route, answer } = await start();
    expect(answer.findings.map(({ code }) => code)).toEqual(['forked', 'broken-chain', 'gap']);
    const before = await listed(terminal);
    expect(before).toHaveLength(3);
    for (const one of before) {
      expect(one).toMatchObject({ proved: true, counted: false, finding: expect.any(Number) });
      expect(await settle(one.finding, true)).toBe(204);
      expect(await settle(one.finding, true)).toBe('finding-settled');
    }
    const after = await listed(terminal);
    expect(after.map((one: { counted: boolean }) => one.counted)).toEqual([true, true, true]);
    const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    for (const one of body.deliveries) expect(one).toMatchObject({ status: 'delivered' });
    const { findings } = (await central.staff('GET', `/v1/findings?terminal=${terminal.id}`)).body;
    expect(findings[0].settled).toMatchObject({
      as: 'counted',
      by: 'first key',
      reason: 'the customer has the parcels',
    });
    const acts = (await central.staff('GET', '/v1/audit')).body.acts;
    expect(JSON.stringify(acts)).toContain('finding-settled');
  });

  it('are settled on the command line, with a reason (A5)', async () => {
    const { terminal, depot } = await start();
    const [one, two] = await listed(terminal);
    const settle = (id: unknown, as: string, ...rest: string[]) =>
      kerbside('finding', 'settle', String(id), '--as', as, ...rest);
    const reason = ['--reason', 'seen at the door'];
    expect((await settle(one.finding, 'counted')).code).toBe(2);
    expect((await settle('x', 'counted', ...reason)).code).toBe(2);
    expect((await settle(one.finding, 'counted', ...reason)).code).toBe(0);
    expect((await settle(two.finding, 'dismissed', ...reason)).code).toBe(0);
    const again = await settle(two.finding, 'dismissed', ...reason);
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('[finding-settled]') });
    const open = await kerbside('finding', 'list', '--depot', depot);
    expect(open.out).not.toContain('by first key');
    expect(open.out).toContain('times are of UTC');
    const list = await kerbside('finding', 'list', '--depot', depot, '--settled');
    expect(list.out).toMatch(/(counted|dismissed) by first key: seen at the door/);
    const handOvers = await kerbside('hand-over', 'list', '--depot', depot);
    expect(handOvers.out).toMatch(new RegExp(`NO .* ${two.finding}$`, 'm'));
  });

  it('get no new code while nobody has looked, and one when they are dismissed (A5)', async () => {
    const { terminal, deliveries } = await start();
    const { cursor } = await pullAll(terminal);
    await central.ports.pool.query(
      `update issue set state = 'withdrawn', override_sealed = null where terminal = $1`,
      [terminal.id],
    );
    expect(deliveriesOf((await pullAll(terminal, cursor)).items)).toEqual([]);
    for (const one of await listed(terminal)) expect(await settle(one.finding, false)).toBe(204);
    const again = deliveriesOf((await pullAll(terminal, cursor)).items);
    expect(again).toHaveLength(deliveries.length);
    expect((await listed(terminal)).map((one: { counted: boolean }) => one.counted)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('are not counted without the code, nor where another one counts, nor if they are none (A5)', async () => {
    const { terminal, deliveries, honest } = await start();
    const [first, second] = deliveries;
    if (first === undefined || second === undefined) throw new Error('no deliveries');
    const [entry] = honest;
    if (entry?.entry.content.kind !== 'hand-over') throw new Error('no hand-over');
    const { proof } = entry.entry.content;
    const forged = terminal.write(
      { ...entry.entry.content, delivery: second.id, epoch: second.epoch, proof },
      { after: EMPTY_LOG },
    );
    const other = terminal.write({ ...PULLED, items: 7 }, { after: EMPTY_LOG });
    await terminal.handIn([forged]);
    await terminal.handIn([other]);
    const { findings } = (await central.staff('GET', `/v1/findings?terminal=${terminal.id}`)).body;
    const [ofOther, ofForged] = findings;
    expect(await settle(ofForged.id, true)).toBe('not-countable');
    expect(await settle(ofOther.id, true)).toBe('not-countable');
    expect(await settle(ofOther.id, false)).toBe(204);
    expect(await settle(1_000_000, true)).toBe('unknown-finding');
    const [one] = (await listed(terminal)).filter(
      (each: { delivery: string; proved: boolean }) => each.delivery === first.id && each.proved,
    );
    expect(await settle(one.finding, true)).toBe(204);
    const again = await terminal.handOver(first, await codeFor(central, first), {
      after: EMPTY_LOG,
    });
    if (again === null) throw new Error('the code was refused');
    await terminal.handIn([again]);
    const newest = (await central.staff('GET', `/v1/findings?terminal=${terminal.id}`)).body
      .findings[0];
    expect(await settle(newest.id, true)).toBe('delivery-counted');
  });

  it('are counted by a person where the token that they name is none of the depot’s', async () => {
    const { terminal, deliveries, honest } = await start();
    const [entry] = honest;
    const [first] = deliveries;
    if (entry?.entry.content.kind !== 'hand-over') throw new Error('no hand-over');
    const proof = { scheme: 'oath', token: randomUUID() as TokenId, factor: 7 } as const;
    const byToken = { ...entry.entry.content, proof } as HandOverContent;
    await terminal.handIn([terminal.write(byToken, { after: EMPTY_LOG })]);
    const newest = (await central.staff('GET', `/v1/findings?terminal=${terminal.id}`)).body
      .findings[0];
    expect(await settle(newest.id, true)).toBe(204);
    const [counted] = (await listed(terminal)).filter(
      (each: { delivery: string; counted: boolean }) => each.delivery === first?.id && each.counted,
    );
    expect(counted).toMatchObject({ proved: false, finding: newest.id });
  });
});
