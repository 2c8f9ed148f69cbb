import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

const central = centralForTests();
const { view, actAt, acts, versionOf } = actsAt(central);

const begin = async (stops = 2) => {
  const seeded = await seedPulled(central, stops);
  const other = await enrolTerminal(central, seeded.depot, 'T2');
  const path = `/v1/terminals/${seeded.terminal.id}/replace`;
  return { ...seeded, other, path };
};

const statusOf = async (id: string) => {
  const { body } = await central.staff('GET', `/v1/terminals?terminal=${id}`);
  return body.terminals[0].status;
};

describe('a terminal that is replaced', () => {
  it('is revoked, and the new one gets its open stops with new codes', async () => {
    const { first, other, path, route, terminal } = await begin();
    const code = await codeFor(central, first);
    const version = await versionOf(first);
    const done = await actAt(path, { by: other.id, lost: true });
    expect(done).toMatchObject({
      status: 200,
      body: { old: terminal.id, new: other.id, routes: [{ id: route, open: 2 }] },
    });
    expect(done.body.messages.waits + done.body.messages.replaced).toBe(2);
    expect(await statusOf(terminal.id)).toBe('revoked');
    expect(await versionOf(first)).toBe(version + 1);
    const given = deliveriesOf((await pullAll(other)).items);
    expect(given).toHaveLength(2);
    const again = given.find(({ id }) => id === first.id);
    if (again === undefined) throw new Error('it did not come');
    expect(await other.handOver(again, code)).toBeNull();
    expect(await other.handOver(again, await codeFor(central, again))).not.toBeNull();
  });

  it('may still hand in what it accepted before', async () => {
    const { first, other, path, terminal } = await begin();
    const signed = await terminal.handOver(first, await codeFor(central, first));
    if (signed === null) throw new Error('the code was refused');
    central.clock.advance(60_000);
    await actAt(path, { by: other.id, lost: true });
    expect((await terminal.handIn([signed])).findings).toEqual([]);
    expect((await view(first)).status).toBe('delivered');
  });

  it('is replaced once, however often it is asked', async () => {
    const { other, path } = await begin();
    const key = randomUUID();
    const done = await actAt(path, { by: other.id, lost: true }, key);
    expect(await actAt(path, { by: other.id, lost: true }, key)).toEqual(done);
    expect(await acts('terminal-replaced')).toHaveLength(3);
    expect(await actAt(path, { by: other.id, lost: true })).toMatchObject({ status: 409 });
  });

  it('must have wiped itself, unless it is lost', async () => {
    const { other, path, terminal, first } = await begin();
    expect(await actAt(path, { by: other.id })).toMatchObject({
      status: 409,
      body: { type: 'urn:kerbside:problem:not-wiped' },
    });
    expect((await view(first)).issue).toMatchObject({ terminal: terminal.id, state: 'active' });
    await terminal.handIn([terminal.write({ kind: 'wiped', by: null })]);
    expect((await actAt(path, { by: other.id })).status).toBe(200);
  });

  it('stays as it is if the new one cannot take its place', async () => {
    const { path, terminal, first, depot } = await begin();
    const elsewhere = await seedPulled(central);
    const revoked = await enrolTerminal(central, depot, 'T3');
    await central.staff('POST', `/v1/terminals/${revoked.id}/revoke`, {});
    const typeOf = async (by: string) =>
      (await actAt(path, { by, lost: true })).body.type.replace('urn:kerbside:problem:', '');
    expect(await typeOf(terminal.id)).toBe('same-terminal');
    expect(await typeOf(elsewhere.terminal.id)).toBe('other-depot');
    expect(await typeOf(revoked.id)).toBe('terminal-is-revoked');
    expect(await typeOf(randomUUID())).toBe('no-such-terminal');
    expect(await statusOf(terminal.id)).toBe('enrolled');
    expect((await view(first)).issue.state).toBe('active');
  });
});
