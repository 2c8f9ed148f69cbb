import { describe, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import type { Instant, Sequence } from '../../../shared/protocol/ids.ts';
import { provesPresence } from '../../../shared/protocol/log/chain.ts';
import type { Entry, EntryContent, SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { HOUR } from '../clock.ts';
import { nativeVerify } from '../keys/native-verify.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import { PULLED } from '../testing/test-terminal.ts';
import { entriesAt } from './testing/entries-at.ts';

const central = centralForTests();
const { start, handOver, handOversOf, findingsOf } = entriesAt(central);

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
    const content = { ...PULLED, items: 9 };
    const changed = { entry: { ...entry, content } as Entry, signature };
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
