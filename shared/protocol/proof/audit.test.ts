import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signDocument } from '../api/signed.ts';
import { makeSigner, sha256Of, verifySignature } from '../crypto/keys.ts';
import type { DeliveryId, Epoch, Instant, TerminalId } from '../ids.ts';
import { EMPTY_LOG, type LogPosition, makeEntry, signPresence } from '../log/chain.ts';
import type { EntryContent, SignedEntry } from '../log/entry.ts';
import { NOTHING_PARTICULAR } from '../nothing-particular.ts';
import type { Purpose } from '../verdict.ts';
import { auditLog } from './audit.ts';
import { type AuditFile, readAuditFile } from './audit-file.ts';

const terminal = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as TerminalId;
const delivery = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const nextDoor = '6f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const signer = makeSigner(new Uint8Array(32).fill(3));
const stranger = makeSigner(new Uint8Array(32).fill(9));
const customer = makeSigner(new Uint8Array(32).fill(4));
const dispatcher = makeSigner(new Uint8Array(32).fill(5));
const later = makeSigner(new Uint8Array(32).fill(6));
const AT = 1_800_000_000_000 as Instant;
const context = {
  terminal,
  driver: null,
  time: { at: AT, trust: 'central' as const },
};
const epochs = [1, 2, 3] as [Epoch, Epoch, Epoch];

type Writing = (after: LogPosition) => EntryContent;
const note =
  (cursor: number): Writing =>
  () => ({ kind: 'pulled', cursor, items: 1, manifest: sha256Of(new Uint8Array()) });
const handOver =
  (key: typeof customer, purpose: Purpose, epoch: Epoch, at = delivery): Writing =>
  (after) => {
    const claim = { delivery: at, epoch, purpose };
    const presence = signPresence(key, context, after, claim);
    const proof = { scheme: 'sealed', presence } as const;
    return { kind: 'hand-over', ...claim, parcels: [], ...NOTHING_PARTICULAR, proof };
  };

const write = (contents: readonly Writing[], after: LogPosition = EMPTY_LOG) => {
  let head = after;
  const entries = contents.map((content): SignedEntry => {
    const made = makeEntry(head, context, content(head), signer);
    head = made.head;
    return made.signed;
  });
  return { entries, head };
};

const root = makeSigner(new Uint8Array(32).fill(21));
const receipts = makeSigner(new Uint8Array(32).fill(22));
const keys = signDocument('keys', 'root-1', root, {
  issued: AT,
  keys: [
    {
      id: 'receipt-1',
      purpose: 'receipt',
      publicKey: receipts.publicKey,
      notBefore: AT,
      notAfter: AT + 1,
    },
  ],
});
/** What central says of a log that ends there. */
const receiptFor = ({ sequence, hash }: LogPosition, by = receipts) => ({
  root: root.publicKey,
  keys,
  receipt: signDocument('receipt', 'receipt-1', by, { terminal, acknowledged: sequence, hash }),
});

const codeOf = (
  at: DeliveryId,
  epoch: Epoch,
  purpose: Purpose,
  { publicKey }: typeof customer,
): AuditFile['verifiers'][number] => ({
  scheme: 'sealed',
  purpose,
  delivery: at,
  epoch,
  presenceKey: publicKey,
  notBefore: AT,
  notAfter: (AT + 1) as Instant,
  withdrawnAt: null,
});
const verifiers: AuditFile['verifiers'] = [
  codeOf(delivery, epochs[0], 'hand-over', customer),
  codeOf(delivery, epochs[0], 'override', dispatcher),
  codeOf(delivery, epochs[1], 'hand-over', later),
  codeOf(nextDoor, epochs[0], 'hand-over', later),
];
const fileOf = (entries: readonly SignedEntry[], head?: LogPosition): AuditFile => ({
  version: 1,
  terminal,
  signingKey: signer.publicKey,
  revokedAt: null,
  entries: [...entries],
  verifiers,
  ...(head === undefined ? {} : { acknowledged: receiptFor(head) }),
});
const audit = (entries: readonly SignedEntry[], head?: LogPosition) =>
  auditLog(fileOf(entries, head), verifySignature);
const faultsOf = (entries: readonly SignedEntry[], head?: LogPosition): string[] =>
  audit(entries, head).faults.map(({ sequence, fault }) => `${sequence} ${fault}`);

const good = write([
  note(1),
  handOver(customer, 'hand-over', epochs[0]),
  note(2),
  handOver(later, 'hand-over', epochs[0], nextDoor),
  note(3),
]);
const [one, two, three, four, five] = good.entries as [
  SignedEntry,
  SignedEntry,
  SignedEntry,
  SignedEntry,
  SignedEntry,
];
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
    });
  });

  test('may be empty, and its end may be unknown', () => {
    const nothing = { entries: 0, proved: [], unproved: [], faults: [] };
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
    const changed = { ...three, entry: { ...three.entry, content: note(9)(good.head) } };
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

describe('a file is refused', () => {
  const changed = (change: (file: Record<string, never>) => void): string => {
    const file = JSON.parse(JSON.stringify(fileOf(good.entries, good.head)));
    change(file);
    const read = readAuditFile(file);
    return read.ok ? 'read' : `${read.error.code} ${read.error.where}`.trim();
  };
  // biome-ignore lint/suspicious/noExplicitAny: each change spoils the form in its own way.
  test.each<[string, (file: any) => void, string]>([
    ['of an unknown version', (file) => Object.assign(file, { version: 2 }), 'unknown-version'],
    ['without a version', (file) => delete file.version, 'unknown-version'],
    [
      'with an unknown kind of entry',
      (file) => Object.assign(file.entries[2].entry.content, { kind: 'login' }),
      'unknown-entry-kind entries.2',
    ],
    [
      'with an entry of an unknown version',
      (file) => Object.assign(file.entries[1].entry, { version: 2 }),
      'unknown-entry-version entries.1',
    ],
    ['with more than is known', (file) => Object.assign(file, { more: 1 }), 'malformed'],
    [
      'with more in an entry than is known',
      (file) => Object.assign(file.entries[0].entry, { more: 1 }),
      'malformed entries.0.entry',
    ],
    ['without entries', (file) => delete file.entries, 'malformed entries'],
    [
      'with two public keys for one code',
      (file) => file.verifiers.push({ ...file.verifiers[0], presenceKey: file.signingKey }),
      'malformed verifiers',
    ],
  ])('%s', (_name, change, code) => {
    expect(changed(change)).toContain(code);
  });

  test.each([[null], [1], ['text'], [[]], [{}]])('that is no such thing: %j', (value) => {
    expect(readAuditFile(value).ok).toBe(false);
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

describe('a file that is refused says where', () => {
  const file = () => JSON.parse(JSON.stringify(fileOf(good.entries, good.head)));
  test.each([
    ['no object at all', () => 'text', 'malformed', ''],
    ['another version', () => ({ ...file(), version: 2 }), 'unknown-version', 'version'],
    ['no list of entries', () => ({ ...file(), entries: 7 }), 'malformed', 'entries'],
    [
      'something else among the entries, before one of an unknown kind',
      () => {
        const { entries, ...rest } = file();
        entries[1].entry.content.kind = 'login';
        return { ...rest, entries: [7, ...entries] };
      },
      'unknown-entry-kind',
      'entries.2',
    ],
    [
      'something else at its end',
      () => ({ ...file(), acknowledged: 7 }),
      'malformed',
      'acknowledged',
    ],
    ['more than is known', () => ({ ...file(), more: 1 }), 'malformed', ''],
  ])('%s', (_name, value, code, where) => {
    expect(readAuditFile(value())).toEqual({ ok: false, error: { code, where } });
  });
});
