import type {
  DeliveryId,
  DepotId,
  Epoch,
  Instant,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import type { SealedCode } from './make-sealed-code.ts';
import type { PendingDelivery } from './pending-deliveries.ts';
import { hasEarlierMessage, putMessage } from './put-message.ts';

/** What is kept of an issue for one terminal. */
export type IssueDraft = {
  readonly depot: DepotId;
  readonly id: string;
  readonly pending: PendingDelivery;
  readonly terminal: TerminalId;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly attempts: number;
  /** How long the override is good. */
  readonly overriding: { readonly notBefore: Instant; readonly notAfter: Instant };
  /** The customer's code; null if the customer has a token. */
  readonly customer: SealedCode | null;
  readonly override: SealedCode;
  /** When the SMS is due; null if none is sent, because nobody has a number for it. */
  readonly smsDue: Instant | null;
};

/** Takes a number that nothing else of the delivery has: breaks `delivery_epoch_pkey` if one has. */
export const takeEpoch = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  epoch: Epoch,
): Promise<void> => {
  await tx.query('insert into delivery_epoch (depot, delivery, epoch) values ($1, $2, $3)', [
    depot,
    delivery,
    epoch,
  ]);
};

/**
 * Keeps an issue, the message that its code goes out by, and its codes' HMACs, by which active codes
 * are told apart.
 */
export const putIssue = async (
  tx: Transaction,
  { now, cost }: Pick<Ports, 'now' | 'cost'>,
  draft: IssueDraft,
): Promise<void> => {
  const { depot, id, pending, customer, override } = draft;
  await takeEpoch(tx, depot, pending.delivery, pending.epoch);
  await tx.query(
    `insert into issue (depot, id, delivery, epoch, terminal, driver, token, salt, memory_kib, passes,
       lanes, presence_key, not_before, not_after, attempts, sealed_code, override_salt,
       override_presence_key, override_sealed, override_not_before, override_not_after, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       $20, $21, $22)`,
    [
      depot,
      id,
      pending.delivery,
      pending.epoch,
      draft.terminal,
      pending.driver,
      pending.token,
      customer?.salt ?? null,
      cost.memoryKiB,
      cost.passes,
      cost.lanes,
      customer?.presenceKey ?? null,
      at(draft.notBefore),
      at(draft.notAfter),
      draft.attempts,
      draft.smsDue === null ? null : customer?.sealed,
      override.salt,
      override.presenceKey,
      override.sealed,
      at(draft.overriding.notBefore),
      at(draft.overriding.notAfter),
      at(now()),
    ],
  );
  if (draft.smsDue !== null) {
    // Whoever has an earlier code gets this one as soon as it is right at the door.
    const isReplaced = await hasEarlierMessage(tx, depot, id);
    await putMessage(tx, depot, id, 'code', isReplaced ? now() : draft.smsDue, isReplaced);
  }
  await tx.query(
    `insert into active_code (depot, code_hmac, issue, purpose)
     select $1::uuid, code_hmac, $2::uuid, purpose
       from unnest($3::bytea[], $4::text[]) as code (code_hmac, purpose)`,
    [
      depot,
      id,
      customer === null ? [override.hmac] : [customer.hmac, override.hmac],
      customer === null ? ['override'] : ['hand-over', 'override'],
    ],
  );
};
