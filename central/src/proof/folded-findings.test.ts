import { expect, it } from 'vitest';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal, seedRoute } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();

const listed = async (query = '') => (await central.staff('GET', `/v1/findings${query}`)).body;

/** What another key signed: no entry of the terminal's. */
const badly = ({ entry, signature }: SignedEntry, items: number): SignedEntry => ({
  entry: { ...entry, content: { ...PULLED, items } } as SignedEntry['entry'],
  signature,
});

it('10,000 badly signed entries are one finding with a count, and a fork is still seen (C7)', async () => {
  const { terminal, depot } = await seedRoute(central, 1);
  const signed = terminal.write(PULLED);
  for (let from = 0; from < 10_000; from += 500) {
    const entries = Array.from({ length: 500 }, (_, n) => badly(signed, from + n + 2));
    expect((await terminal.handIn(entries)).findings).toHaveLength(500);
  }
  const other = await enrolTerminal(central, depot, 'T2');
  const { head } = other;
  await other.handIn([other.write(PULLED)]);
  central.clock.advance(1_000);
  await other.handIn([other.write({ ...PULLED, items: 2 }, { after: head })]);

  const { findings, more } = await listed();
  expect(more).toBe(false);
  expect(findings).toMatchObject([
    { code: 'forked', terminal: other.id, times: 1 },
    { code: 'bad-signature', terminal: terminal.id, times: 10_000 },
  ]);
  // The first of them stands for all, whole; the same again is not new.
  expect(findings[1].entry.content.items).toBe(2);
  expect(findings[1].lastAt).toBeGreaterThan(findings[1].receivedAt);
  await terminal.handIn([badly(signed, 2)]);
  expect((await listed()).findings[1].times).toBe(10_000);
}, 120_000);

it('what a person has settled is not counted on: the next one is a finding of its own', async () => {
  const { terminal } = await seedRoute(central, 1);
  const signed = terminal.write(PULLED);
  await terminal.handIn([badly(signed, 2), badly(signed, 3)]);
  const [folded] = (await listed(`?terminal=${terminal.id}`)).findings;
  expect(folded.times).toBe(2);
  const path = `/v1/findings/${folded.id}/settle`;
  await central.staff('POST', path, { counts: false, reason: 'a torn cable' });
  await terminal.handIn([badly(signed, 2), badly(signed, 4)]);
  const { findings } = await listed(`?terminal=${terminal.id}`);
  expect(findings.map(({ times }: { times: number }) => times)).toEqual([1, 2]);
});
