import { describe, expect, it } from 'vitest';
import {
  accepted,
  type MessageProvider,
  type OutgoingMessage,
} from '../messages/message-provider.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
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
const { view, act, untilWaiting } = actsAt(central);

describe('a message that goes out while its delivery is cancelled', () => {
  it('is known to be out: the answer says that the customer has it', async () => {
    const { first } = await seedPulled(central);
    await slow.asked;
    const cancelled = act(first, 'cancel');
    await untilWaiting(1);
    slow.goOn();
    expect((await cancelled).body).toMatchObject({ status: 'cancelled', message: 'wrong' });
    expect(slow.sent).toHaveLength(1);
    expect((await view(first)).issue).toMatchObject({ sms: 'sent', state: 'withdrawn' });
  });
});
