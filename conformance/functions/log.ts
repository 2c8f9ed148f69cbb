import { utf8 } from '@scure/base';
import { z } from 'zod';
import { toHex } from '../../shared/protocol/codec/bytes.ts';
import { makeSigner, type Signer, verifySignature } from '../../shared/protocol/crypto/keys.ts';
import {
  deliveryId,
  driverId,
  epoch,
  hash,
  publicKey,
  random16,
  sequence,
  terminalId,
} from '../../shared/protocol/ids.ts';
import {
  checkEntry,
  EMPTY_LOG,
  type LogPosition,
  makeEntry,
  provesPresence,
  signPresence,
} from '../../shared/protocol/log/chain.ts';
import { DETAIL_NAMES, hashDetail } from '../../shared/protocol/log/details.ts';
import { contentBeside, entryContent, signedEntry } from '../../shared/protocol/log/entry.ts';
import { detailStates, detailsThat } from '../../shared/protocol/log/read-details.ts';
import { auditLog } from '../../shared/protocol/proof/audit.ts';
import { readAuditFile } from '../../shared/protocol/proof/audit-file.ts';
import { openDeliveryProof } from '../../shared/protocol/proof/delivery-proof.ts';
import { judgeDelivery } from '../../shared/protocol/proof/judge-delivery.ts';
import { trustedTime } from '../../shared/protocol/time/trusted-time.ts';
import { purpose } from '../../shared/protocol/verdict.ts';
import { bytes, type Input, read, text, type VectorFunction } from '../vector.ts';

const context = z.strictObject({
  terminal: terminalId,
  driver: driverId.nullable(),
  time: trustedTime,
});
const claim = z.strictObject({ delivery: deliveryId, epoch, purpose });

const position = (input: Input): LogPosition => {
  const after = read(input, 'after', z.strictObject({ sequence, hash }).nullable());
  return after ?? EMPTY_LOG;
};

/** A signer that keeps what it signed. */
const watched = (signer: Signer, seen: { signed: string }): Signer => ({
  publicKey: signer.publicKey,
  sign: (message) => {
    seen.signed = toHex(message);
    return signer.sign(message);
  },
});

/** The log: entries, their chain, and what a hand-over proves. */
export const LOG: Readonly<Record<string, VectorFunction>> = {
  'sign-entry': (input) => {
    const seen = { signed: '' };
    const signer = watched(makeSigner(bytes(input, 'seed')), seen);
    const content = read(input, 'content', z.union([entryContent, contentBeside]));
    const { signed, head } = makeEntry(
      position(input),
      read(input, 'context', context),
      content,
      signer,
    );
    return { signed: seen.signed, entry: signed, hash: head.hash };
  },
  'hash-detail': (input) => {
    const at = {
      terminal: read(input, 'terminal', terminalId),
      sequence: read(input, 'sequence', sequence),
    };
    const salted = { salt: read(input, 'salt', random16), value: input['value'] };
    return { hash: hashDetail(at, read(input, 'detail', z.enum(DETAIL_NAMES)), salted) };
  },
  'check-details': (input) => {
    const states = detailStates(read(input, 'signed', signedEntry));
    const altered = detailsThat(states, 'altered');
    return altered.length === 0 ? states : { error: 'altered-detail', details: altered };
  },
  'read-entry': (input) =>
    signedEntry.safeParse(input['signed']).success ? { ok: true } : { error: 'malformed' },
  'check-entry': (input) => {
    const fault = checkEntry(
      position(input),
      read(input, 'signed', signedEntry),
      read(input, 'terminal', terminalId),
      read(input, 'signingKey', publicKey),
      verifySignature,
    );
    return fault === null ? { ok: true } : { error: fault };
  },
  'sign-presence': (input) => {
    const seen = { signed: '' };
    const presence = watched(makeSigner(bytes(input, 'presenceSeed')), seen);
    const after = position(input);
    const signature = signPresence(
      presence,
      read(input, 'context', context),
      after,
      read(input, 'claim', claim),
    );
    return { signed: seen.signed, presence: signature, presenceKey: presence.publicKey };
  },
  'proves-presence': (input) => {
    const { entry } = read(input, 'signed', signedEntry);
    if (entry.content.kind !== 'hand-over') return { error: 'no-hand-over' };
    const key = read(input, 'presenceKey', publicKey);
    const proves = provesPresence(entry, entry.content, key, verifySignature);
    return proves ? { ok: true } : { error: 'no-presence' };
  },
  'judge-delivery': (input) => {
    const opened = openDeliveryProof(utf8.decode(text(input, 'file')), verifySignature);
    return opened.ok
      ? { ...judgeDelivery(opened.value, verifySignature) }
      : { error: opened.error };
  },
  'audit-log': (input) => {
    const file = readAuditFile(input['file']);
    if (!file.ok) return { error: file.error.code, where: file.error.where };
    return { ...auditLog(file.value, verifySignature) };
  },
};
