import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signDocument } from '../api/signed.ts';
import { verifySignature } from '../crypto/keys.ts';
import type { Epoch, TerminalId } from '../ids.ts';
import { EMPTY_LOG, makeEntry } from '../log/chain.ts';
import type { Entry, SignedEntry } from '../log/entry.ts';
import { NOTHING_PARTICULAR } from '../nothing-particular.ts';
import { auditLog } from './audit.ts';
import { readAuditFile } from './audit-file.ts';
import {
  AT,
  audit,
  context,
  customer,
  delivery,
  dispatcher,
  epochs,
  faultsOf,
  fileOf,
  five,
  four,
  good,
  handOver,
  later,
  nextDoor,
  note,
  one,
  receiptFor,
  receiptKey,
  root,
  signer,
  stranger,
  terminal,
  three,
  two,
  type Writing,
  write,
} from './testing/good-log.ts';

const flip = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

describe('a log that was left alone', () => {
  test('has no fault, and its hand-overs are proved', () => {
    const read = readAuditFile(JSON.parse(JSON.stringify(fileOf(good.entries, good.head))));
    expect(read.ok && auditLog(read.value, verifySignature)).toEqual({
      entries: 5,
      acknowledged: 5,
      proved: [
        { sequence: 2, delivery, epoch: 1, purpose: 'hand-over', remarks: [] },
        { sequence: 4, delivery: nextDoor, epoch: 1, purpose: 'hand-over', remarks: [] },
      ],
      unproved: [],
      faults: [],
      erased: [],
    });
  });

  test('may be empty, and its end may be unknown', () => {
    const nothing = { entries: 0, proved: [], unproved: [], faults: [], erased: [] };
    expect(audit([], EMPTY_LOG)).toEqual({ ...nothing, acknowledged: 0 });
    expect(audit([])).toEqual({ ...nothing, acknowledged: null });
    expect(faultsOf(good.entries)).toEqual([]);
  });

  test('tells an override from the code of the customer', () => {
    const { entries } = write([handOver(dispatcher, 'override', epochs[0])]);
    expect(audit(entries).proved).toMatchObject([{ purpose: 'override' }]);
  });
});

describe('a hand-over is not proved', () => {
  test.each([
    ['with the key of the customer as an override', customer, 'override', 1, 'no-presence'],
    ['with the override as the code of the customer', dispatcher, 'hand-over', 1, 'no-presence'],
    ['with the key of a later issue', later, 'hand-over', 1, 'no-presence'],
    ['with the key of an earlier issue', customer, 'hand-over', 2, 'no-presence'],
    ['for an issue without a known key', customer, 'hand-over', 3, 'no-verifier'],
  ] as const)('%s', (_name, key, purpose, epoch, reason) => {
    const { entries } = write([handOver(key, purpose, epoch as Epoch)]);
    expect(audit(entries)).toMatchObject({ proved: [], unproved: [{ sequence: 1, reason }] });
  });

  test('a second time, whatever the issue', () => {
    const { entries } = write([
      handOver(customer, 'hand-over', epochs[0]),
      handOver(later, 'hand-over', epochs[1]),
    ]);
    expect(audit(entries)).toMatchObject({
      proved: [{ sequence: 1 }],
      unproved: [{ sequence: 2, reason: 'second-hand-over' }],
    });
  });

  test('by the code of a token, which the terminal itself could have made', () => {
    const byToken: Writing = () => ({
      kind: 'hand-over',
      purpose: 'hand-over',
      delivery,
      epoch: epochs[0],
      parcels: [],
      ...NOTHING_PARTICULAR,
      proof: { scheme: 'oath', token: terminal as never, factor: 7 as never },
    });
    expect(audit(write([byToken]).entries)).toMatchObject({
      proved: [],
      unproved: [{ sequence: 1, reason: 'by-token' }],
    });
  });

  test('a second time, by whichever code', () => {
    const { entries } = write([
      handOver(customer, 'hand-over', epochs[0]),
      handOver(dispatcher, 'override', epochs[0]),
    ]);
    expect(audit(entries)).toMatchObject({
      proved: [{ sequence: 1 }],
      unproved: [{ sequence: 2, reason: 'second-hand-over' }],
      faults: [],
    });
  });

  test('if it was made for another place of the log', () => {
    const copied = () => two.entry.content;
    const { entries } = write([copied]);
    expect(audit(entries).unproved).toMatchObject([{ sequence: 1, reason: 'no-presence' }]);
  });

  test('if the entry is not signed by the terminal', () => {
    const { signed } = makeEntry(
      EMPTY_LOG,
      context,
      handOver(customer, 'hand-over', epochs[0])(EMPTY_LOG),
      stranger,
    );
    expect(audit([signed])).toMatchObject({
      proved: [],
      unproved: [{ sequence: 1, reason: 'not-signed' }],
      faults: [{ sequence: 1, fault: 'bad-signature' }],
    });
  });
});

describe('a log that was meddled with', () => {
  test('shows a changed signature, and where', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(80), (index, at) => {
        const entries = good.entries.map((signed, i) =>
          i === index
            ? { ...signed, signature: flip(signed.signature, at) as typeof signed.signature }
            : signed,
        );
        expect(faultsOf(entries, good.head)).toEqual(
          index === 4 ? ['5 bad-signature', '5 other-head'] : [`${index + 1} bad-signature`],
        );
      }),
      { numRuns: 25 },
    );
  });

  test('shows a changed entry, and that the next one does not follow it', () => {
    const entry = { ...three.entry, content: note(9)(good.head) } as Entry;
    const changed = { ...three, entry };
    expect(faultsOf([one, two, changed, four, five], good.head)).toEqual([
      '3 bad-signature',
      '4 broken-chain',
    ]);
  });

  test('shows an entry that was removed', () => {
    expect(faultsOf([one, two, four, five], good.head)).toEqual(['4 gap']);
    expect(faultsOf([two, three, four, five], good.head)).toEqual(['2 gap']);
  });

  test('shows entries that changed places or stand there twice', () => {
    expect(faultsOf([one, three, two, four, five], good.head)).toEqual(['3 gap', '2 out-of-order']);
    expect(faultsOf([one, two, two, three, four, five], good.head)).toEqual(['2 out-of-order']);
    expect(audit([one, two, two, three, four, five]).unproved).toEqual([]);
  });

  test('shows a fork: two entries with one number, and what follows the second', () => {
    const branch = write([note(7), note(8)], write([note(1)]).head).entries;
    expect(faultsOf([...good.entries, ...branch], good.head)).toEqual(['2 fork', '3 fork']);
    const [first, second] = branch as [SignedEntry, SignedEntry];
    expect(faultsOf([one, two, first, three, second, four, five], good.head)).toEqual([
      '2 fork',
      '3 fork',
    ]);
  });

  test('shows a branch that goes on where the log ends', () => {
    const branch = write([note(7), note(8)], write([note(1)]).head).entries;
    expect(faultsOf([one, two, ...branch.slice(1)])).toEqual(['3 broken-chain']);
  });

  test('shows an end that was cut off, or is another one', () => {
    expect(faultsOf([one, two, three], good.head)).toEqual(['5 short']);
    expect(faultsOf([], good.head)).toEqual(['5 short']);
    const other = write([note(1), note(2), note(3), note(4), note(5)]);
    expect(faultsOf(other.entries, good.head)).toEqual(['5 other-head']);
  });

  test('shows an entry of another terminal', () => {
    const foreign = { ...context, terminal: '4f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as TerminalId };
    const { signed } = makeEntry(EMPTY_LOG, foreign, note(1)(EMPTY_LOG), signer);
    expect(faultsOf([signed, ...good.entries], good.head)).toEqual(['1 other-terminal']);
  });
});

describe('what the terminal did not sign has no place in its log', () => {
  const forged = (signed: SignedEntry): SignedEntry => ({ ...signed, signature: one.signature });

  test('wherever it stands, it is named so and moves nothing', () => {
    expect(faultsOf([one, two, three, forged(two), four, five], good.head)).toEqual([
      '2 bad-signature',
    ]);
    expect(faultsOf([one, forged(four), two, three, four, five], good.head)).toEqual([
      '4 bad-signature',
    ]);
  });

  test('a hand-over that was proved is not proved again by a copy with another signature', () => {
    expect(audit([one, two, forged(two), three, four, five], good.head)).toMatchObject({
      proved: [{ sequence: 2 }, { sequence: 4 }],
      unproved: [{ sequence: 2, reason: 'not-signed' }],
      faults: [{ sequence: 2, fault: 'bad-signature' }],
    });
  });
});

describe('a terminal that wiped itself', () => {
  const [first, wiped, after] = write([note(1), () => ({ kind: 'wiped', by: null }), note(2)])
    .entries as [SignedEntry, SignedEntry, SignedEntry];

  test('writes nothing more', () => {
    expect(faultsOf([first, wiped, after])).toEqual(['3 after-wiped']);
  });

  test('wrote before what stands after it a second time', () => {
    expect(faultsOf([first, wiped, first, wiped])).toEqual(['1 out-of-order', '2 out-of-order']);
  });
});

test('a receipt is checked by the key that it names, whichever stands first in the list', () => {
  const file = fileOf(good.entries);
  const { root: trusted, receipt } = receiptFor(good.head);
  const list = signDocument('keys', 'root-1', root, {
    issued: AT,
    keys: [{ ...receiptKey, id: 'receipt-0', publicKey: stranger.publicKey }, receiptKey],
  });
  const acknowledged = { root: trusted, keys: list, receipt };
  expect(auditLog({ ...file, acknowledged }, verifySignature)).toMatchObject({
    acknowledged: 5,
    faults: [],
  });
});
