import type { FindingCode } from '../../../shared/api/terminal.ts';
import type { VerifySignature } from '../../../shared/crypto/keys.ts';
import type { DeliveryId, PublicKey, TerminalId } from '../../../shared/ids.ts';
import { provesPresence } from '../../../shared/log/chain.ts';
import type { Entry, HandOverContent } from '../../../shared/log/entry.ts';
import { useIssue, withdrawIssues } from '../codes/withdraw-issues.ts';
import type { Transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from './manifest-items.ts';

const findPresenceKey = async (
  tx: Transaction,
  terminal: TerminalId,
  { delivery, epoch, purpose }: HandOverContent,
): Promise<PublicKey | null> =>
  (
    await tx.query<{ key: PublicKey | null }>(
      `select case when $4 = 'override' then override_presence_key else presence_key end as key
       from issue where delivery = $1 and epoch = $2 and terminal = $3`,
      [delivery, epoch, terminal, purpose],
    )
  ).rows[0]?.key ?? null;

/** Whether the interval that central vouches for touches the validity of the code. */
const isInTime = async (
  tx: Transaction,
  { terminal, sequence }: Entry,
  { delivery, epoch }: HandOverContent,
): Promise<boolean> =>
  (
    await tx.query<{ inTime: boolean }>(
      `select e.received_at >= i.not_before and e.not_before < i.not_after as "inTime"
       from entry e join issue i on i.terminal = e.terminal and i.delivery = $3 and i.epoch = $4
       where e.terminal = $1 and e.sequence = $2`,
      [terminal, sequence, delivery, epoch],
    )
  ).rows[0]?.inTime ?? false;

/** The delivery is done, whichever of its codes did it: no other code of it is good any more. */
const closeDelivery = async (
  tx: Transaction,
  terminal: TerminalId,
  delivery: DeliveryId,
  epoch: number,
): Promise<void> => {
  await tx.query(`update delivery set status = 'delivered' where id = $1`, [delivery]);
  await tx.query('update parcel set active = false where delivery = $1', [delivery]);
  await useIssue(tx, delivery, epoch);
  for (const other of await withdrawIssues(tx, [delivery])) {
    if (other.terminal === terminal) continue;
    await lockTerminals(tx, [other.terminal]);
    await addManifestItem(tx, other.terminal, { type: 'withdrawn', delivery });
  }
};

/**
 * Counts a hand-over whose entry was stored, if the code that it names (the customer's, or the
 * dispatcher's override) proves it and no other was counted for this delivery and epoch; else says
 * why not. One that central knows to lie outside of the code's validity is counted, for the parcel
 * is gone, and is a finding: `outside-validity`.
 */
export const judgeHandOver = async (
  tx: Transaction,
  verify: VerifySignature,
  entry: Entry,
  handOver: HandOverContent,
): Promise<FindingCode | null> => {
  const { terminal, sequence } = entry;
  const { delivery, epoch } = handOver;
  const key = await findPresenceKey(tx, terminal, handOver);
  if (key === null) return 'no-such-delivery';
  if (!provesPresence(entry, handOver, key, verify)) return 'no-presence';
  const counted = await tx.query(
    `insert into hand_over (delivery, epoch, terminal, sequence) values ($1, $2, $3, $4)
     on conflict (delivery, epoch) do nothing`,
    [delivery, epoch, terminal, sequence],
  );
  if (counted.rowCount === 0) return 'second-hand-over';
  await closeDelivery(tx, terminal, delivery, epoch);
  return (await isInTime(tx, entry, handOver)) ? null : 'outside-validity';
};
