import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../clock.ts';
import { CLAIM } from '../messages/claim-messages.ts';
import {
  accepted,
  type OutgoingMessage,
  type ProviderAnswer,
  refused,
  tryAgain,
} from '../messages/message-provider.ts';
import { makeScriptedProvider } from '../messages/testing/scripted-provider.fake.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { until } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';
import { laterThan, messagesAt, type Seeded } from './testing/messages-at.ts';

/** How the provider answers, by depot. */
const answers = new Map<string, (message: OutgoingMessage) => Promise<ProviderAnswer>>();
const script = makeScriptedProvider(
  (message) => answers.get(message.depot)?.(message) ?? Promise.resolve(accepted(message.id)),
);
const central = centralForTests({ provider: script.provider });
const { act, hold, untilWaiting } = actsAt(central);

const { textsOf, listed, stateOf, untilState } = messagesAt(central, script);

/** A delivery whose customer has the code. */
const seedSent = async (): Promise<Seeded> => {
  const seeded = await seedPulled(central);
  await untilState(seeded, 'code', 'accepted');
  return seeded;
};
/** Has whatever waits for a provider that was busy claimed again, and waits until nothing is left. */
const settle = async (seeded: Seeded): Promise<void> => {
  central.clock.advance(10 * SECOND);
  await until(async () =>
    (await listed(seeded)).every(({ state }) => !['waiting', 'claimed'].includes(state)),
  );
};
const hourOf = (instant: number): string =>
  `${String(new Date(instant).getUTCHours()).padStart(2, '0')}:00`;

describe('an arrival that moves when its message is out', () => {
  it('is followed by the new time, once, and the code stays', async () => {
    const seeded = await seedSent();
    const done = await act(seeded.first, '', laterThan(seeded));
    expect(done.body.message).toBe('follows');
    await untilState(seeded, 'time-changed', 'accepted');
    const [, text, ...more] = textsOf(seeded);
    expect(text).toMatch(/the time has changed.*The code you have still works/);
    expect(more).toEqual([]);
    // Nothing of it is repeated by what changes nothing.
    expect((await act(seeded.first, '', { customer: 'N. N.' })).body.message).toBe('right');
    expect(await listed(seeded)).toHaveLength(2);
  });

  it('says nothing if the customer was told that window', async () => {
    const seeded = await seedSent();
    const { first } = seeded;
    // By a minute, to whichever side has the same two hours.
    const minute = new Date(first.arrival).getUTCMinutes();
    const arrival = first.arrival + (minute === 29 || minute === 59 ? -MINUTE : MINUTE);
    expect((await act(first, '', { arrival })).body.message).toBe('right');
    expect(await listed(seeded)).toHaveLength(1);
  });

  it('twice before the message went is one message, with the last time', async () => {
    const seeded = await seedSent();
    answers.set(seeded.depot, async () => tryAgain('busy'));
    await act(seeded.first, '', laterThan(seeded, 2));
    await untilState(seeded, 'time-changed', 'waiting');
    await until(async () => textsOf(seeded).length === 2);
    const last = laterThan(seeded, 4);
    expect((await act(seeded.first, '', last)).body.message).toBe('follows');
    answers.delete(seeded.depot);
    await settle(seeded);
    expect(await listed(seeded)).toHaveLength(2);
    const texts = textsOf(seeded);
    expect(texts).toHaveLength(3);
    const [from = ''] = /\d\d:00-/.exec(texts[2] ?? '') ?? [];
    const earliest = last.arrival - 90 * MINUTE;
    expect([hourOf(earliest), hourOf(earliest + HOUR)]).toContain(from.slice(0, 5));
  });

  it('and moves back before the message went is told to nobody', async () => {
    const seeded = await seedSent();
    answers.set(seeded.depot, async () => tryAgain('busy'));
    await act(seeded.first, '', laterThan(seeded));
    await until(async () => textsOf(seeded).length === 2);
    await untilState(seeded, 'time-changed', 'waiting');
    await act(seeded.first, '', { arrival: seeded.first.arrival });
    answers.delete(seeded.depot);
    await settle(seeded);
    expect(await stateOf(seeded, 'time-changed')).toBe('cancelled');
    expect(textsOf(seeded)).toHaveLength(2);
  });

  it('while its message is under way is told once that one is out', async () => {
    let goOn = (): void => {};
    const seeded = await seedPulled(central, 1, { arrivalIn: 5 * HOUR });
    answers.set(
      seeded.depot,
      ({ id }) =>
        new Promise((resolve) => {
          goOn = () => resolve(accepted(id));
        }),
    );
    central.clock.advance(3 * HOUR + MINUTE);
    await untilState(seeded, 'code', 'claimed');
    await until(async () => textsOf(seeded).length === 1);
    expect((await act(seeded.first, '', laterThan(seeded, 2))).body.message).toBe('follows');
    expect(await listed(seeded)).toHaveLength(1);
    answers.delete(seeded.depot);
    goOn();
    await untilState(seeded, 'time-changed', 'accepted');
    expect(textsOf(seeded)[1]).toContain('the time has changed');
  });

  it('by an act that waited for a lock while the message went, is told all the same', async () => {
    const seeded = await seedPulled(central, 1, { arrivalIn: 5 * HOUR });
    const held = await hold('delivery', seeded.first.id);
    const moving = act(seeded.first, '', laterThan(seeded, 2));
    await untilWaiting(1);
    central.clock.advance(3 * HOUR + MINUTE);
    await untilState(seeded, 'code', 'accepted');
    await held.release();
    expect((await moving).body.message).toBe('follows');
    await untilState(seeded, 'time-changed', 'accepted');
  });
});

describe('a delivery that is cancelled when its message is out', () => {
  it('is followed by that, in the words of the depot and the language of the customer', async () => {
    const seeded = await seedSent();
    const texts = { cancelled: { de: '{sender}: {day} kommt nichts.' } };
    await central.staff('PATCH', `/v1/depots/${seeded.depot}/messages`, { texts });
    await act(seeded.first, '', { language: 'de' });
    await act(seeded.first, 'cancel', { reason: 'address-wrong' });
    await untilState(seeded, 'cancelled', 'accepted');
    const [, text, ...more] = textsOf(seeded);
    expect(text).toMatch(/^Kerbside: (heute|am \d+\.\d+\.) kommt nichts\.$/);
    expect(more).toEqual([]);
  });

  it('is told instead of a new time that waits', async () => {
    const seeded = await seedSent();
    answers.set(seeded.depot, async () => tryAgain('busy'));
    await act(seeded.first, '', laterThan(seeded));
    await until(async () => textsOf(seeded).length === 2);
    await untilState(seeded, 'time-changed', 'waiting');
    answers.delete(seeded.depot);
    await act(seeded.first, 'cancel');
    await settle(seeded);
    expect(await stateOf(seeded, 'time-changed')).toBe('cancelled');
    expect(textsOf(seeded)).toHaveLength(3);
    expect(textsOf(seeded)[2]).toContain('has been cancelled');
  });

  it('is told to nobody if the message that was under way did not go', async () => {
    let goOn = (): void => {};
    const seeded = await seedPulled(central, 1, { arrivalIn: 5 * HOUR });
    answers.set(
      seeded.depot,
      () =>
        new Promise((resolve) => {
          goOn = () => resolve(refused('bad-number'));
        }),
    );
    central.clock.advance(3 * HOUR + MINUTE);
    await until(async () => textsOf(seeded).length === 1);
    expect((await act(seeded.first, 'cancel')).body.message).toBe('follows');
    answers.delete(seeded.depot);
    goOn();
    central.clock.advance(CLAIM + SECOND);
    await untilState(seeded, 'cancelled', 'cancelled');
    expect(textsOf(seeded)).toHaveLength(1);
  });

  it('is in front of a dispatcher if that cannot be told', async () => {
    const seeded = await seedSent();
    answers.set(seeded.depot, async () => refused('unreachable-number'));
    await act(seeded.first, 'cancel');
    await untilState(seeded, 'cancelled', 'failed');
    expect(await listed(seeded, true)).toMatchObject([
      { kind: 'cancelled', trouble: 'failed', reason: 'unreachable-number' },
    ]);
  });
});

describe('a number that is changed', () => {
  it('gets the code that went nowhere, at once', async () => {
    const seeded = await seedPulled(central, 1, { arrivalIn: 5 * HOUR });
    answers.set(seeded.depot, async () => refused('bad-number'));
    central.clock.advance(3 * HOUR + MINUTE);
    await untilState(seeded, 'code', 'failed');
    expect(await listed(seeded, true)).toMatchObject([{ trouble: 'failed', reason: 'bad-number' }]);
    answers.delete(seeded.depot);
    const done = await act(seeded.first, '', { phone: '+491705550188' });
    expect(done.body.message).toBe('waits');
    await untilState(seeded, 'code', 'accepted');
    expect(script.sent.at(-1)).toMatchObject({ to: '+491705550188' });
    expect(await listed(seeded, true)).toEqual([]);
  });

  it('gets it too if it is under way to the number from before', async () => {
    let goOn = (): void => {};
    const seeded = await seedPulled(central, 1, { arrivalIn: 5 * HOUR });
    answers.set(
      seeded.depot,
      ({ id }) =>
        new Promise((resolve) => {
          goOn = () => resolve(accepted(id));
        }),
    );
    central.clock.advance(3 * HOUR + MINUTE);
    await until(async () => textsOf(seeded).length === 1);
    answers.delete(seeded.depot);
    await act(seeded.first, '', { phone: '+491705550189' });
    await until(async () => textsOf(seeded).length === 2);
    goOn();
    expect(script.sent.at(-1)).toMatchObject({ to: '+491705550189' });
    await untilState(seeded, 'code', 'accepted');
  });
});
