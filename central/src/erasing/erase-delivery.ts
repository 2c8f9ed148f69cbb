import { z } from 'zod';
import type { DeliveryId, DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { Asked } from '../life/lock-deliveries.ts';
import { deliveryOutcome, readOutcomes } from '../life/outcome.ts';
import type { ActContext, ActProblem } from '../life/run-act.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import { countOldEntries, eraseAll } from './erase-rows.ts';

/** What erasing a delivery came to. */
export const eraseOutcome = deliveryOutcome
  .extend({
    /** Entries that have what is personal in themselves, which stays in them. */
    oldEntries: z.int(),
  })
  .meta({ id: 'EraseOutcome' });
type EraseOutcome = z.infer<typeof eraseOutcome>;

/** Locks deliveries, and before them the terminals that were given them; gives those that are over. */
export const lockOver = async (
  tx: Transaction,
  depot: DepotId,
  ids: readonly DeliveryId[],
  now: Instant,
): Promise<readonly { readonly id: DeliveryId; readonly version: number; over: boolean }[]> => {
  const { rows } = await tx.query<{ terminal: TerminalId }>(
    'select distinct terminal from issue where depot = $1 and delivery = any($2)',
    [depot, ids],
  );
  await lockTerminals(
    tx,
    depot,
    rows.map(({ terminal }) => terminal),
  );
  const locked = await tx.query<{ id: DeliveryId; version: number; over: boolean }>(
    `select id, version, status <> 'open' or not_after <= $3 as over from delivery
     where depot = $1 and id = any($2) order by id for update`,
    [depot, ids, at(now)],
  );
  return locked.rows;
};

/**
 * Erases what is personal of one delivery, at once and for good. It must be over: nobody could
 * deliver it without an address. Doing it again erases what came in since.
 */
export const eraseDelivery = async (
  { tx, operator, depot, now }: ActContext,
  [asked]: readonly [Asked],
): Promise<Result<readonly EraseOutcome[], ActProblem>> => {
  const [found] = await lockOver(tx, depot, [asked.id], now);
  if (found === undefined) return err({ code: 'unknown-delivery' });
  const { id, version, over } = found;
  if (!asked.versions.includes(version)) {
    return err({ code: 'version-stale', current: [{ id, version }] });
  }
  if (!over) return err({ code: 'delivery-open' });
  await eraseAll(tx, depot, [id], now);
  const oldEntries = await countOldEntries(tx, depot, id);
  await noteAct(tx, operator, 'delivery-erased', { depot, delivery: id, oldEntries }, now);
  const outcomes = await readOutcomes(tx, depot, [id], 'right');
  return ok(outcomes.map((outcome) => ({ ...outcome, oldEntries })));
};
