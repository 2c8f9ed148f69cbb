import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ManifestDelivery, PATHS } from '../../../shared/protocol/api/terminal.ts';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Instant, Sequence, Signature } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG, provesPresence, signPresence } from '../../../shared/protocol/log/chain.ts';
import type { EntryContent, SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';

import { HOUR } from '../clock.ts';
import { nativeVerify } from '../keys/native-verify.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { PULLED, random16, type TestTerminal } from '../testing/test-terminal.ts';

let postgres: TestPostgres;
let central: TestCentral;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

const start = async (): Promise<{
  terminal: TestTerminal;
  delivery: ManifestDelivery;
  code: string;
  seeded: Awaited<ReturnType<typeof seedRoute>>;
}> => {
  const seeded = await seedRoute(central, 1);
  const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
  if (delivery === undefined) throw new Error('no delivery');
  const code = await codeFor(central, delivery);
  return { terminal: seeded.terminal, delivery, code, seeded };
};
const handOver = async (
  { terminal, delivery, code }: Awaited<ReturnType<typeof start>>,
  after?: TestTerminal['head'],
): Promise<SignedEntry> => {
  const entry = await terminal.handOver(delivery, code, { after });
  if (entry === null) throw new Error('the code was refused');
  return entry;
};
const handOversOf = async (terminal: TestTerminal) =>
  (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;
const findingsOf = async (terminal: TestTerminal): Promise<string[]> =>
  (await central.staff('GET', `/v1/findings?terminal=${terminal.id}`)).body.findings.map(
    (one: { sequence: number; code: string }) => `${one.sequence} ${one.code}`,
  );

describe('handing in', () => {
  it('stores what follows the log, proves the hand-over, and closes the delivery', async () => {
    const given = await start();
    const { terminal, delivery, seeded } = given;
    const entries = [terminal.write(PULLED), await handOver(given)];
    expect(await terminal.handIn(entries)).toEqual({ acknowledged: 2, findings: [] });
    const [one] = await handOversOf(terminal);
    expect(one).toMatchObject({ delivery: delivery.id, counted: true, proved: true, findings: [] });
    const { entry, presenceKey } = one;
    expect(provesPresence(entry, entry.content, presenceKey, nativeVerify)).toBe(true);
    const { body } = await central.staff('GET', `/v1/routes/${seeded.route}/deliveries`);
    expect(body.deliveries).toMatchObject([{ status: 'delivered', issue: { state: 'used' } }]);
  });

  it('changes nothing when the same comes again, whole or in part', async () => {
    const given = await start();
    const { terminal } = given;
    const entries = [terminal.write(PULLED), await handOver(given), terminal.write(PULLED)];
    await terminal.handIn(entries.slice(0, 2));
    expect(await terminal.handIn(entries)).toEqual({ acknowledged: 3, findings: [] });
    expect(await terminal.handIn(entries)).toEqual({ acknowledged: 3, findings: [] });
    expect(await handOversOf(terminal)).toHaveLength(1);
    expect(await findingsOf(terminal)).toEqual([]);
  });

  it('takes two equal hand-ins at one time as one', async () => {
    const given = await start();
    const entries = [given.terminal.write(PULLED), await handOver(given)];
    const answers = await Promise.all([
      given.terminal.handIn(entries),
      given.terminal.handIn(entries),
    ]);
    for (const answer of answers) expect(answer).toEqual({ acknowledged: 2, findings: [] });
    expect(await handOversOf(given.terminal)).toHaveLength(1);
  });

  it('keeps what comes after a gap, does not acknowledge it, and takes it when it is filled', async () => {
    const { terminal } = await start();
    const entries = [1, 2, 3].map(() => terminal.write(PULLED));
    const [one, two, three] = entries as [SignedEntry, SignedEntry, SignedEntry];
    expect(await terminal.handIn([one, three])).toEqual({
      acknowledged: 1,
      findings: [{ sequence: 3, code: 'gap' }],
    });
    expect(await findingsOf(terminal)).toEqual(['3 gap']);
    expect(await terminal.handIn([two, three])).toEqual({ acknowledged: 3, findings: [] });
    expect(await findingsOf(terminal)).toEqual([]);
  });

  it('finds a fork: another entry under a number that is stored, and its descendants', async () => {
    const { terminal } = await start();
    const first = terminal.write(PULLED);
    const { head } = terminal;
    const second = terminal.write(PULLED);
    await terminal.handIn([first, second]);
    central.clock.advance(1_000);
    const fork = terminal.write({ ...PULLED, cursor: 2, items: 2 }, { after: head });
    const answer = await terminal.handIn([fork]);
    expect(answer).toEqual({ acknowledged: 2, findings: [{ sequence: 2, code: 'forked' }] });
    await terminal.handIn([fork]);
    expect(await findingsOf(terminal)).toEqual(['2 forked']);
    const after = { sequence: 2 as Sequence, hash: (fork.entry.previous ?? '') as never };
    const branch = terminal.write(PULLED, { after });
    expect((await terminal.handIn([branch])).findings).toEqual([
      { sequence: 3, code: 'broken-chain' },
    ]);
  });

  it('refuses entries of another terminal and entries that were changed', async () => {
    const { terminal, seeded } = await start();
    const other = await enrolTerminal(central, seeded.depot, 'T2');
    const foreign = other.write(PULLED);
    expect(await terminal.handIn([foreign])).toEqual({
      acknowledged: 0,
      findings: [{ sequence: 1, code: 'other-terminal' }],
    });
    const { entry, signature } = terminal.write(PULLED);
    const changed = { entry: { ...entry, content: { ...PULLED, items: 9 } }, signature };
    expect((await terminal.handIn([changed])).findings).toEqual([
      { sequence: 1, code: 'bad-signature' },
    ]);
    expect(await terminal.handIn([{ entry, signature }])).toMatchObject({ acknowledged: 1 });
  });

  it('takes 500 entries at once, and refuses 501', async () => {
    const { terminal } = await start();
    const entries = Array.from({ length: 501 }, () => terminal.write(PULLED));
    const answer = await terminal.send('POST', PATHS.entries, { entries });
    expect(answer.status).toBe(400);
    expect(await terminal.handIn(entries.slice(0, 500))).toMatchObject({ acknowledged: 500 });
  });
});

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
    await central.staff('POST', `/v1/routes/${seeded.route}/assign`, { terminal: other.id });
    const { cursor } = await pullAll(other);
    expect(await terminal.handIn([done])).toEqual({ acknowledged: 1, findings: [] });
    expect((await pullAll(other, cursor)).items).toEqual([
      { type: 'withdrawn', delivery: given.delivery.id },
    ]);
  });
});

describe('the interval that central vouches for', () => {
  it('begins with the last time that it signed before the entry, whatever the terminal says', async () => {
    const given = await start();
    const { terminal } = given;
    const ask = async (): Promise<Instant> =>
      (await terminal.send('POST', PATHS.time, { nonce: random16() })).body.document.time;
    const morning = await ask();
    const clock = (time: Instant): EntryContent => ({ kind: 'clock', central: time, wall: time });
    const lie = (morning + 3 * HOUR) as Instant;
    const entries = [terminal.write(clock(morning)), terminal.write(clock(lie))];
    entries.push(await handOver(given));
    central.clock.advance(2 * HOUR);
    const evening = await ask();
    entries.push(terminal.write(clock(evening)));
    await terminal.handIn(entries);
    const [one] = await handOversOf(terminal);
    expect(one.notBefore).toBe(morning);
    expect(one.notAfter).toBeGreaterThanOrEqual(evening);
    expect(one.notAfter - evening).toBeLessThan(10_000);
  });

  it('tells whether the hand-over can have happened within the validity of its code', async () => {
    const given = await start();
    const { terminal } = given;
    central.clock.advance(8 * HOUR);
    const { body } = await terminal.send('POST', PATHS.time, { nonce: random16() });
    const { time } = body.document;
    const clock = terminal.write({ kind: 'clock', central: time, wall: time });
    expect((await terminal.handIn([clock, await handOver(given)])).findings).toEqual([
      { sequence: 2, code: 'outside-validity' },
    ]);
    expect(await handOversOf(terminal)).toMatchObject([{ counted: true, inTime: false }]);
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
