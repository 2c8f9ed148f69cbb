import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../clock.ts';
import { accepted } from '../messages/message-provider.ts';
import { makeScriptedProvider } from '../messages/testing/scripted-provider.fake.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { csvLine, enrolTerminal, HEADER, pullAll, until } from '../testing/seed.ts';
import { actsAt, seedPulled } from './testing/acts-at.ts';
import { laterThan, messagesAt, type Seeded } from './testing/messages-at.ts';

const script = makeScriptedProvider((message) => Promise.resolve(accepted(message.id)));
const central = centralForTests({ provider: script.provider });
const { act } = actsAt(central);
const { listed, untilState } = messagesAt(central, script);

describe('a code that is void when its message is out', () => {
  /** Another route of the depot, with a terminal of its own if it is to have one. */
  const addRoute = async ({ depot, driver }: Seeded, hasTerminal: boolean) => {
    const file = `${HEADER}\n${csvLine(central.clock.now(), 1, { route: 'R9' })}`;
    const imported = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    const route: string = imported.body.routes[0].id;
    if (!hasTerminal) return { route, pull: async () => {} };
    const other = await enrolTerminal(central, depot, 'T9');
    await assignRoute(central, route, { terminal: other.id, driver });
    return { route, pull: async () => void (await pullAll(other)) };
  };
  const aboutFirst = (seeded: Seeded): string[] =>
    script.sent
      .filter(({ depot, to }) => depot === seeded.depot && to === '+491705550177')
      .map(({ text }) => text);
  const seedKnown = async (): Promise<Seeded> => {
    const seeded = await seedPulled(central, 1, { arrivalIn: 5 * HOUR });
    await act(seeded.first, '', { phone: '+491705550177' });
    central.clock.advance(3 * HOUR + MINUTE);
    await until(async () => aboutFirst(seeded).length === 1);
    await untilState(seeded, 'code', 'accepted');
    return seeded;
  };

  it('is said by the message of the next one, which goes at once', async () => {
    const seeded = await seedKnown();
    const other = await addRoute(seeded, true);
    const times = { ...laterThan(seeded, 2) };
    const done = await act(seeded.first, 'move', { route: other.route, times });
    expect(done.body.message).toBe('replaced');
    await until(async () => {
      await other.pull();
      return aboutFirst(seeded).length === 2;
    });
    expect(aboutFirst(seeded)[1]).toMatch(/New code \(the old one no longer works\):\n/);
    // That says the new time as well: nothing else does.
    central.clock.advance(3 * MINUTE);
    await until(async () =>
      (await listed(seeded)).some(
        (one) => one.kind === 'time-changed' && one.state === 'cancelled',
      ),
    );
    expect(aboutFirst(seeded)).toHaveLength(2);
  });

  it('is said with the new time if there is no next one yet', async () => {
    const seeded = await seedKnown();
    const other = await addRoute(seeded, false);
    await act(seeded.first, 'move', { route: other.route, times: laterThan(seeded, 2) });
    expect(aboutFirst(seeded)).toHaveLength(1);
    central.clock.advance(2 * MINUTE + SECOND);
    await until(async () => aboutFirst(seeded).length === 2);
    expect(aboutFirst(seeded)[1]).toContain('We will send you a new one.');
  });

  it('is said to all customers of a terminal that is lost', async () => {
    const seeded = await seedKnown();
    const next = await enrolTerminal(central, seeded.depot, 'T7');
    const body = { by: next.id, lost: true };
    const headers = { 'idempotency-key': '"lost"' };
    const path = `/v1/terminals/${seeded.terminal.id}/replace`;
    const done = await central.staff('POST', path, body, headers);
    expect(done.body.messages).toMatchObject({ replaced: 1, wrong: 0 });
    await until(async () => {
      await pullAll(next);
      return aboutFirst(seeded).length === 2;
    });
    expect(aboutFirst(seeded)[1]).toContain('the old one no longer works');
  });
});
