import { describe, expect, it } from 'vitest';
import { SECOND } from '../clock.ts';
import { CLAIM } from '../messages/claim-messages.ts';
import {
  accepted,
  type MessageProvider,
  type OutgoingMessage,
} from '../messages/message-provider.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { until } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';

/** Something that is waited for, and happens once. */
const makeEvent = () => {
  let happen: () => void = () => {};
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happen, happened };
};

/** A provider that takes a message only when it is told to. */
const makeSlowProvider = () => {
  const sent: OutgoingMessage[] = [];
  const asked = makeEvent();
  const mayGoOn = makeEvent();
  return {
    sent,
    asked: asked.happened,
    goOn: mayGoOn.happen,
    provider: {
      name: 'slow',
      reports: false,
      start: () => {},
      send: async (message) => {
        asked.happen();
        await mayGoOn.happened;
        sent.push(message);
        return accepted(message.id);
      },
      readCallback: () => null,
      stop: async () => {},
    } satisfies MessageProvider,
  };
};

const slow = makeSlowProvider();
const central = centralForTests({ provider: slow.provider });
const { view, act } = actsAt(central);

describe('a message that goes out while its delivery is cancelled', () => {
  it('is known to be out, and followed by another one that says so', async () => {
    const { first } = await seedPulled(central);
    await slow.asked;
    // The provider has it in its hands: nobody waits for it, and nobody says that it did not go.
    const cancelled = await act(first, 'cancel');
    expect(cancelled.body).toMatchObject({ status: 'cancelled', message: 'follows' });
    expect((await view(first)).issue).toMatchObject({ sms: 'cancelled', state: 'withdrawn' });
    slow.goOn();
    await until(async () => slow.sent.length === 1);
    // It comes behind the one that was under way.
    central.clock.advance(CLAIM + SECOND);
    await until(async () => slow.sent.length === 2);
    expect(slow.sent[1]?.text).toContain('has been cancelled');
    const { body } = await central.staff('GET', '/v1/messages?failed=true');
    expect(body.messages).toEqual([]);
  });
});
