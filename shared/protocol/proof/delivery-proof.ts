import { utf8 } from '@scure/base';
import { z } from 'zod';
import { err, ok, type Result } from '../../result.ts';
import { rootChain, rootsBefore } from '../api/roots.ts';
import {
  type CentralKey,
  findCentralKey,
  keyList,
  openDocument,
  signedDocument,
} from '../api/signed.ts';
import { canonicalOf } from '../codec/canonical.ts';
import { readStrictJson } from '../codec/strict-json.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import { deliveryId, depotId, hash, instant, publicKey, sequence, terminalId } from '../ids.ts';
import { signedEntry } from '../log/entry.ts';
import { verifier } from './audit-file.ts';

/** What one terminal handed in about a delivery, as central stored it. */
const ownLog = z.strictObject({
  terminal: terminalId,
  signingKey: publicKey,
  /** When central revoked it, if it did. */
  revokedAt: instant.nullable(),
  /** Up to where central has its log, and the hash of the entry there. */
  acknowledged: sequence,
  hash: hash.nullable(),
  /** The public keys of the codes and passes of this delivery that it could take. */
  verifiers: z.array(verifier),
  /**
   * In the order of the log: how it begins, what is about the delivery, the newest of central's times
   * before that, and the terminal's wipe. Of others nothing.
   */
  entries: z.array(signedEntry),
});

/**
 * One delivery, cut out of the logs of all its terminals. Entries stand in it as an exported log has
 * them, so that each is checked by its terminal's own signature and by that of the customer's code.
 * That they stand at their places in the log is central's word: what lies between them is of others.
 */
export const deliveryProof = z.strictObject({
  version: z.literal(1),
  delivery: deliveryId,
  depot: depotId,
  issued: instant,
  root: publicKey,
  /** How the root followed those before it; absent where it is the first. */
  roots: rootChain.optional(),
  keys: signedDocument,
  logs: z.array(ownLog),
});
export type DeliveryProof = z.infer<typeof deliveryProof>;
export type OwnLog = DeliveryProof['logs'][number];

/**
 * Why a file is not looked at any further. `malformed`: it is no proof of a delivery, or not to the
 * byte as one is written. `unknown-version`: a later one. `bad-keys`: the list of central's keys is
 * not signed by the root key that the file names, or no earlier one leads to that. `bad-seal`: no key of that list signed the file as
 * it is.
 */
export type ProofProblem = 'malformed' | 'unknown-version' | 'bad-keys' | 'bad-seal';

const versioned = z.object({ document: z.object({ version: z.unknown() }) });

const keyOf = (
  proof: DeliveryProof,
  keyId: string,
  verify: VerifySignature,
): Result<CentralKey['publicKey'], ProofProblem> => {
  const list = openDocument('keys', keyList, proof.keys, proof.root, verify);
  if (!list.ok || rootsBefore(proof, verify) === null) return err('bad-keys');
  const key = findCentralKey(list.value.keys, keyId, 'receipt', proof.issued);
  return key === null ? err('bad-seal') : ok(key);
};

/** The text of a proof's file: its canonical form (RFC 8785) and a line feed, so that no byte is free. */
export const proofText = (signed: z.infer<typeof signedDocument>): string =>
  `${canonicalOf(signed)}\n`;

/** Whether what a file has is meant to be a proof of one delivery. */
export const isDeliveryProof = (value: unknown): boolean => versioned.safeParse(value).success;

/**
 * Opens the file of a delivery's proof: it is central's to the last byte, by the key that the file
 * says it goes back to. What it proves is for `judgeDelivery`.
 */
export const openDeliveryProof = (
  file: Uint8Array,
  verify: VerifySignature,
): Result<DeliveryProof, ProofProblem> => {
  const json = readStrictJson(file);
  if (!json.ok) return err('malformed');
  const seen = versioned.safeParse(json.value);
  if (!seen.success) return err('malformed');
  if (seen.data.document.version !== 1) return err('unknown-version');
  const signed = signedDocument.safeParse(json.value);
  if (!signed.success || utf8.encode(file) !== proofText(signed.data)) {
    return err('malformed');
  }
  const proof = deliveryProof.safeParse(signed.data.document);
  if (!proof.success) return err('malformed');
  const key = keyOf(proof.data, signed.data.keyId, verify);
  if (!key.ok) return key;
  const sealed = openDocument('proof', deliveryProof, signed.data, key.value, verify);
  return sealed.ok ? sealed : err('bad-seal');
};
