import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ManifestDelivery, PATHS } from '../../../shared/protocol/api/terminal.ts';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Instant, Signature } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG, signPresence } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { HOUR } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal, pullAll } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import { PULLED, type TestTerminal } from '../testing/test-terminal.ts';
import { entriesAt } from './testing/entries-at.ts';

const central = centralForTests();
const { start, handOver, handOversOf } = entriesAt(central);

describe('a hand-over that cannot be counted', () => {
  const presenceOf = ({ entry }: SignedEntry): Signature => {
    const { content } = entry;
    if (content.kind !== 'hand-over' || content.proof.scheme !== 'sealed') {
      throw new Error('not a hand-over by a code');
    }
    return content.proof.presence;
  };
  const invent = (
    terminal: TestTerminal,
    delivery: Pick<ManifestDelivery, 'id' | 'epoch'>,
    presence: Signature,
  ): SignedEntry =>
    terminal.write({
      kind: 'hand-over',
      ...NOTHING_PARTICULAR,
      purpose: 'hand-over',
      delivery: delivery.id,
      epoch: delivery.epoch,
      parcels: [],
      proof: { scheme: 'sealed', presence },
    });

  it('is one whose proof another key made', async () => {
    const { terminal, delivery } = await start();
    const stranger = makeSigner(new Uint8Array(randomBytes(32)));
    const context = {
      terminal: terminal.id,
      driver: null,
      time: { at: 0 as Instant, trust: 'wall' },
    };
    const claim = { delivery: delivery.id, epoch: delivery.epoch, purpose: 'hand-over' } as const;
    const forged = signPresence(stranger, context as never, EMPTY_LOG, claim);
    const answer = await terminal.handIn([invent(terminal, delivery, forged)]);
    expect(answer).toEqual({ acknowledged: 1, findings: [{ sequence: 1, code: 'no-presence' }] });
    expect(await handOversOf(terminal)).toMatchObject([
      { counted: false, proved: false, findings: ['no-presence'] },
    ]);
  });

  it('is one whose proof was made for another place in the log', async () => {
    const given = await start();
    const { terminal, delivery } = given;
    const honest = await handOver(given, EMPTY_LOG);
    const presence = presenceOf(honest);
    terminal.write(PULLED);
    const copied = invent(terminal, delivery, presence);
    const answer = await terminal.handIn([copied]);
    expect(answer.findings).toEqual([{ sequence: 2, code: 'gap' }]);
    const { terminal: other, delivery: another } = await start();
    const moved = invent(other, another, presence);
    expect((await other.handIn([moved])).findings).toEqual([{ sequence: 1, code: 'no-presence' }]);
  });

  it('is a second one for the same delivery', async () => {
    const given = await start();
    const entries = [await handOver(given), await handOver(given)];
    expect(await given.terminal.handIn(entries)).toEqual({
      acknowledged: 2,
      findings: [{ sequence: 2, code: 'second-hand-over' }],
    });
    const list = await handOversOf(given.terminal);
    expect(list.filter((one: { counted: boolean }) => one.counted)).toHaveLength(1);
  });

  it('is one for a delivery that this terminal was never given', async () => {
    const { terminal } = await start();
    const unknown = { id: randomUUID() as DeliveryId, epoch: 1 as never };
    const nothing = Buffer.alloc(64).toString('base64url') as Signature;
    const answer = await terminal.handIn([invent(terminal, unknown, nothing)]);
    expect(answer.findings).toEqual([{ sequence: 1, code: 'no-such-delivery' }]);
  });
});

describe('an old code after the route was given away', () => {
  it('still counts, and takes the delivery from the terminal that has it now', async () => {
    const given = await start();
    const { terminal, seeded } = given;
    const done = await handOver(given);
    const other = await enrolTerminal(central, seeded.depot, 'T2');
    await assignRoute(central, seeded.route, { terminal: other.id });
    const { cursor } = await pullAll(other);
    expect(await terminal.handIn([done])).toEqual({ acknowledged: 1, findings: [] });
    expect((await pullAll(other, cursor)).items).toEqual([
      { type: 'withdrawn', delivery: given.delivery.id },
    ]);
  });
});

describe('a terminal that was revoked', () => {
  const revoke = (terminal: TestTerminal) =>
    central.staff('POST', `/v1/terminals/${terminal.id}/revoke`, {});

  it('hands in what it accepted before, which counts as it would have (A10)', async () => {
    const given = await start();
    const { terminal } = given;
    const done = await handOver(given);
    central.clock.advance(HOUR);
    await revoke(terminal);
    expect(await terminal.handIn([done])).toEqual({ acknowledged: 1, findings: [] });
    expect(await handOversOf(terminal)).toMatchObject([{ counted: true, proved: true }]);
  });

  it.each([
    ['by its own word', false],
    ['by the time that central has signed for it', true],
  ])('is found to have handed over after that, %s (A10)', async (_, docks) => {
    const given = await start();
    const { terminal } = given;
    await revoke(terminal);
    central.clock.advance(HOUR);
    const entries: SignedEntry[] = [];
    if (docks) {
      const { body } = await terminal.send('POST', PATHS.time, { nonce: random16() });
      const { time } = body.document;
      entries.push(terminal.write({ kind: 'clock', central: time, wall: time }));
      // What it says of its own clock does not help it.
      central.clock.advance(-2 * HOUR);
    }
    entries.push(await handOver(given));
    if (docks) central.clock.advance(2 * HOUR);
    const { findings } = await terminal.handIn(entries);
    expect(findings).toEqual([{ sequence: entries.length, code: 'after-revocation' }]);
    expect(await handOversOf(terminal)).toMatchObject([{ counted: true }]);
  });
});
