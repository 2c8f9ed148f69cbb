import { signDocument } from '../../api/signed.ts';
import { makeSigner, sha256Of, verifySignature } from '../../crypto/keys.ts';
import type { DeliveryId, Epoch, Instant, TerminalId } from '../../ids.ts';
import { EMPTY_LOG, type LogPosition, makeEntry, signPresence } from '../../log/chain.ts';
import type { EntryContent, PlainContent, SignedEntry } from '../../log/entry.ts';
import type { Written } from '../../log/put-beside.ts';
import { NOTHING_PARTICULAR } from '../../nothing-particular.ts';
import type { Purpose } from '../../verdict.ts';
import { auditLog } from '../audit.ts';
import type { AuditFile } from '../audit-file.ts';

export const terminal = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as TerminalId;
export const delivery = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
export const nextDoor = '6f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
export const signer = makeSigner(new Uint8Array(32).fill(3));
export const stranger = makeSigner(new Uint8Array(32).fill(9));
export const customer = makeSigner(new Uint8Array(32).fill(4));
export const dispatcher = makeSigner(new Uint8Array(32).fill(5));
export const later = makeSigner(new Uint8Array(32).fill(6));
export const AT = 1_800_000_000_000 as Instant;
export const context = {
  terminal,
  driver: null,
  time: { at: AT, trust: 'central' as const },
};
export const epochs = [1, 2, 3] as [Epoch, Epoch, Epoch];

export type Writing = (after: LogPosition) => EntryContent | Written;
type Plainly = (after: LogPosition) => PlainContent;
export const note =
  (cursor: number): Plainly =>
  () => ({ kind: 'pulled', cursor, items: 1, manifest: sha256Of(new Uint8Array()) });
export const handOver =
  (key: typeof customer, purpose: Purpose, epoch: Epoch, at = delivery): Plainly =>
  (after) => {
    const claim = { delivery: at, epoch, purpose };
    const presence = signPresence(key, context, after, claim);
    const proof = { scheme: 'sealed', presence } as const;
    return { kind: 'hand-over', ...claim, parcels: [], ...NOTHING_PARTICULAR, proof };
  };

export const write = (contents: readonly Writing[], after: LogPosition = EMPTY_LOG) => {
  let head = after;
  const entries = contents.map((content): SignedEntry => {
    const written = content(head);
    const said: Written = 'content' in written ? written : { content: written };
    const made = makeEntry(head, context, said.content, signer, said.details);
    head = made.head;
    return made.signed;
  });
  return { entries, head };
};

export const root = makeSigner(new Uint8Array(32).fill(21));
export const receipts = makeSigner(new Uint8Array(32).fill(22));
export const receiptKey = {
  id: 'receipt-1',
  purpose: 'receipt',
  publicKey: receipts.publicKey,
  notBefore: AT,
  notAfter: AT + 1,
} as const;
export const keys = signDocument('keys', 'root-1', root, { issued: AT, keys: [receiptKey] });
/** What central says of a log that ends there. */
export const receiptFor = ({ sequence, hash }: LogPosition, by = receipts) => ({
  root: root.publicKey,
  keys,
  receipt: signDocument('receipt', 'receipt-1', by, { terminal, acknowledged: sequence, hash }),
});

export const codeOf = (
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
export const verifiers: AuditFile['verifiers'] = [
  codeOf(delivery, epochs[0], 'hand-over', customer),
  codeOf(delivery, epochs[0], 'override', dispatcher),
  codeOf(delivery, epochs[1], 'hand-over', later),
  codeOf(nextDoor, epochs[0], 'hand-over', later),
];
export const fileOf = (entries: readonly SignedEntry[], head?: LogPosition): AuditFile => ({
  version: 1,
  terminal,
  signingKey: signer.publicKey,
  revokedAt: null,
  entries: [...entries],
  verifiers,
  ...(head === undefined ? {} : { acknowledged: receiptFor(head) }),
});
export const audit = (entries: readonly SignedEntry[], head?: LogPosition) =>
  auditLog(fileOf(entries, head), verifySignature);
export const faultsOf = (entries: readonly SignedEntry[], head?: LogPosition): string[] =>
  audit(entries, head).faults.map(({ sequence, fault }) => `${sequence} ${fault}`);

export const good = write([
  note(1),
  handOver(customer, 'hand-over', epochs[0]),
  note(2),
  handOver(later, 'hand-over', epochs[0], nextDoor),
  note(3),
]);
export const [one, two, three, four, five] = good.entries as [
  SignedEntry,
  SignedEntry,
  SignedEntry,
  SignedEntry,
  SignedEntry,
];
