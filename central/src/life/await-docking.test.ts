import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../clock.ts';
import { type SealingAhead, startSealingAhead } from '../codes/seal-ahead.ts';
import { startEvents } from '../events/start-events.ts';
import { accepted } from '../messages/message-provider.ts';
import { makeScriptedProvider } from '../messages/testing/scripted-provider.fake.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { pullAll, until } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';
import { laterThan, messagesAt, type Seeded } from './testing/messages-at.ts';

const script = makeScriptedProvider((message) => Promise.resolve(accepted(message.id)));
const central = centralForTests({ provider: script.provider });
const { act } = actsAt(central);
const { listed } = messagesAt(central, script);
const [FIRST, OTHER] = ['+491705550177', '+491705550188'] as const;

describe('a code that takes the place of one that the customer has', () => {
  let ahead: SealingAhead;
  let events: ReturnType<typeof startEvents>;
  beforeAll(() => {
    const onError = (error: Error): never => {
      throw error;
    };
    events = startEvents(central.ports.pool, central.databaseUrl, onError);
    ahead = startSealingAhead(
      central.ports,
      (look) => events.hear(['deliveries', 'terminals'], look),
      onError,
    );
  });
  afterAll(async () => {
    await ahead.stop();
    await events.stop();
  });

  const sentTo = ({ depot }: Seeded, number: string): string[] =>
    script.sent.filter((one) => one.depot === depot && one.to === number).map(({ text }) => text);
  /** Two customers who both have their codes. */
  const seedKnown = async () => {
    const seeded = await seedPulled(central, 2, { arrivalIn: 5 * HOUR });
    const [first, other] = seeded.deliveries;
    if (first === undefined || other === undefined) throw new Error('no deliveries');
    await act(first, '', { phone: FIRST });
    await act(other, '', { phone: OTHER });
    central.clock.advance(3 * HOUR + MINUTE);
    await until(async () => sentTo(seeded, FIRST).length + sentTo(seeded, OTHER).length === 2);
    return { ...seeded, other };
  };
  const awaiting = async (seeded: Seeded) => {
    const { body } = await central.staff('GET', `/v1/messages?depot=${seeded.depot}`);
    return body.messages.find((one: { awaitsDocking: boolean }) => one.awaitsDocking);
  };

  it('is made at once, and goes out when its terminal was given it', async () => {
    const seeded = await seedKnown();
    const done = await act(seeded.first, 'reissue');
    expect(done.body.message).toBe('replaced');
    await until(async () => (await awaiting(seeded)) !== undefined);
    // However long that takes, nothing goes out that is wrong at the door; what is due later does.
    central.clock.advance(10 * MINUTE);
    const asked = await act(seeded.first, 'resend');
    expect([asked.status, asked.body.why]).toEqual([409, 'no-code-yet']);
    await act(seeded.other, 'resend');
    await until(async () => sentTo(seeded, OTHER).length === 2);
    expect(sentTo(seeded, FIRST)).toHaveLength(1);
    expect(await awaiting(seeded)).toMatchObject({ state: 'waiting', attempts: 0, trouble: null });
    await pullAll(seeded.terminal);
    await until(async () => sentTo(seeded, FIRST).length === 2);
    expect(sentTo(seeded, FIRST)[1]).toContain('the old one no longer works');
    expect(await awaiting(seeded)).toBeUndefined();
  });

  it('does not keep a new time from the customer', async () => {
    const seeded = await seedKnown();
    await act(seeded.first, 'reissue');
    await until(async () => (await awaiting(seeded)) !== undefined);
    await act(seeded.first, '', laterThan(seeded, 2));
    central.clock.advance(2 * MINUTE + 1);
    await until(async () => sentTo(seeded, FIRST).length === 2);
    expect(sentTo(seeded, FIRST)[1]).toContain('We will send you a new one.');
    await pullAll(seeded.terminal);
    await until(async () => sentTo(seeded, FIRST).length === 3);
    expect(sentTo(seeded, FIRST)[2]).toContain('the old one no longer works');
    expect((await listed(seeded)).filter(({ state }) => state === 'waiting')).toEqual([]);
  });
});
