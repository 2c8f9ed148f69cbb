import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

const central = centralForTests();
const { view, act, hold, untilWaiting, versionOf } = actsAt(central);

describe('two dispatchers on one stop', () => {
  it('see each other: one act is done, the other one is told the version', async () => {
    const { first } = await seedPulled(central);
    const version = await versionOf(first);
    const held = await hold('delivery', first.id);
    const both = ['address-wrong', 'merged'].map((reason) =>
      act(first, 'cancel', { reason }, { version }),
    );
    await untilWaiting(2);
    await held.release();
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body.current).toEqual([
      { id: first.id, version: version + 1 },
    ]);
  });

  it('are one, if the request comes twice at once: the second is told to ask again', async () => {
    const { first } = await seedPulled(central);
    const given = { version: await versionOf(first), key: randomUUID() };
    const held = await hold('delivery', first.id);
    const one = act(first, 'cancel', {}, given);
    await untilWaiting(1);
    const other = await act(first, 'cancel', {}, given);
    expect(other).toMatchObject({
      status: 409,
      body: { type: 'urn:kerbside:problem:request-running' },
    });
    await held.release();
    const done = await one;
    expect(done.status).toBe(200);
    expect(await act(first, 'cancel', {}, given)).toEqual(done);
  });
});

describe('a stop that is being handed in', () => {
  const begin = async () => {
    const seeded = await seedPulled(central);
    const signed = await seeded.terminal.handOver(
      seeded.first,
      await codeFor(central, seeded.first),
    );
    if (signed === null) throw new Error('the code was refused');
    const version = await versionOf(seeded.first);
    return { ...seeded, signed, version, held: await hold('terminal', seeded.terminal.id) };
  };

  it('is not cancelled any more by who has not seen it', async () => {
    const { first, terminal, signed, version, held } = await begin();
    const handedIn = terminal.handIn([signed]);
    await untilWaiting(1);
    const cancelled = act(first, 'cancel', {}, { version });
    await untilWaiting(2);
    await held.release();
    expect((await handedIn).findings).toEqual([]);
    expect((await cancelled).status).toBe(412);
    expect((await view(first)).status).toBe('delivered');
  });

  it('is delivered, and a finding, if it was cancelled just before', async () => {
    const { first, terminal, signed, version, held } = await begin();
    const cancelled = act(first, 'cancel', {}, { version });
    await untilWaiting(1);
    const handedIn = terminal.handIn([signed]);
    await untilWaiting(2);
    await held.release();
    expect((await cancelled).status).toBe(200);
    expect((await handedIn).findings).toMatchObject([{ code: 'was-cancelled' }]);
    expect((await view(first)).status).toBe('delivered');
  });
});
