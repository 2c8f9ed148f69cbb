import { signDocument } from '../../../shared/protocol/api/signed.ts';
import type {
  DeliveryId,
  DepotId,
  Hash,
  Instant,
  PublicKey,
  Sequence,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import {
  type DeliveryProof,
  type OwnLog,
  proofText,
} from '../../../shared/protocol/proof/delivery-proof.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { DETAILS_OF_E, type DetailedRow, signedOf } from './entry-details.ts';
import { readVerifiers } from './verifiers.ts';

/** Kinds of entries that are about one delivery and say what became of it. */
const KINDS = "('hand-over', 'exception', 'exception-undone')";

type Terminal = {
  readonly id: TerminalId;
  readonly signingKey: PublicKey;
  readonly revokedAt: Instant | null;
  readonly acknowledged: Sequence;
  readonly hash: Hash | null;
};

/** The terminals that handed in anything about a delivery, those first that were heard first. */
const findTerminals = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly Terminal[]> =>
  (
    await tx.query<Terminal>(
      `select t.id, t.signing_key as "signingKey", t.revoked_at as "revokedAt", t.acknowledged,
         t.head_hash as hash
       from (select terminal, min(received_at) as heard from entry
             where depot = $1 and kind in ${KINDS} and delivery = $2
             group by terminal) own
         join terminal t on t.depot = $1 and t.id = own.terminal
       order by own.heard, t.id`,
      [depot, delivery],
    )
  ).rows;

/**
 * A terminal's entries about a delivery, with how its log begins, the newest of central's times before
 * them, and its wipe: what they are judged by. None of these is about anybody else.
 */
const readEntries = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  terminal: TerminalId,
): Promise<readonly SignedEntry[]> =>
  (
    await tx.query<DetailedRow>(
      `with own as (
         select sequence from entry
         where depot = $1 and terminal = $3 and kind in ${KINDS}
           and delivery = $2),
       clock as (
         select sequence from entry
         where depot = $1 and terminal = $3 and kind = 'clock'
           and sequence < (select max(sequence) from own)
         order by sequence desc limit 1)
       select entry, signature, ${DETAILS_OF_E} as details from entry e
       where depot = $1 and terminal = $3
         and (sequence in (select sequence from own union select sequence from clock)
           or (sequence = 1 and kind = 'enrolled') or kind = 'wiped')
       order by sequence`,
      [depot, delivery, terminal],
    )
  ).rows.map(signedOf);

const readLogs = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<OwnLog[]> => {
  const logs: OwnLog[] = [];
  for (const { id, ...known } of await findTerminals(tx, depot, delivery)) {
    logs.push({
      terminal: id,
      ...known,
      verifiers: await readVerifiers(tx, { depot, id }, delivery),
      entries: [...(await readEntries(tx, depot, delivery, id))],
    });
  }
  return logs;
};

/** The file that proves what became of one delivery, as text; see the protocol's page. */
export const makeDeliveryProof = async (
  { pool, keys, followKeys, now }: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<string> => {
  await followKeys();
  const issued = now();
  const { id, signer } = keys.signing('receipt', issued);
  const proof: DeliveryProof = {
    version: 1,
    delivery,
    depot,
    issued,
    ...keys.roots.shown,
    keys: keys.list,
    logs: await transaction(pool, (tx) => readLogs(tx, depot, delivery)),
  };
  return proofText(signDocument('proof', id, signer, proof));
};
