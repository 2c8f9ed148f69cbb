import type { DeliveryId, Instant } from '../../../shared/protocol/ids.ts';
import type { HandOverContent } from '../../../shared/protocol/log/entry.ts';
import type { TerminalKey } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';
import { useIssues, withdrawIssues } from '../manifest/withdraw-issues.ts';
import { closePassesOf } from '../passes/end-passes.ts';
import { resolveDelivered } from './resolve-cases.ts';

/**
 * These deliveries are done, whatever opened them: nothing else opens them any more. Who has one is
 * told when they pull. No delivery stands there twice. Gives those that had been cancelled meanwhile.
 */
export const closeDeliveries = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  handOvers: readonly HandOverContent[],
  now: Instant,
): Promise<ReadonlySet<DeliveryId>> => {
  if (handOvers.length === 0) return new Set();
  const deliveries = handOvers.map(({ delivery }) => delivery);
  const { rows } = await tx.query<{ id: DeliveryId; before: string }>(
    `with old as (select id, status from delivery where depot = $1 and id = any($2)
       order by id for update)
     update delivery set status = 'delivered', version = version + 1
     from old where delivery.depot = $1 and delivery.id = old.id
     returning delivery.id, old.status as before`,
    [depot, deliveries],
  );
  await tx.query('update parcel set active = false where depot = $1 and delivery = any($2)', [
    depot,
    deliveries,
  ]);
  await useIssues(tx, depot, handOvers);
  await withdrawIssues(tx, depot, deliveries, now);
  await resolveDelivered(tx, depot, deliveries, now);
  const used = handOvers.flatMap(({ proof }) => (proof.scheme === 'pass' ? [proof.once] : []));
  await closePassesOf(tx, depot, deliveries, used, terminal, now);
  return new Set(rows.flatMap(({ id, before }) => (before === 'cancelled' ? [id] : [])));
};
