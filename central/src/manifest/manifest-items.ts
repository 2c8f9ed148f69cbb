import type { ManifestItem } from '../../../shared/protocol/api/terminal.ts';
import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';

/**
 * Locks terminals' rows, always in one order. Whoever changes what a terminal is to hold locks
 * its row first, so cursors become visible in the order in which they count.
 */
export const lockTerminals = async (
  tx: Transaction,
  depot: DepotId,
  terminals: readonly TerminalId[],
): Promise<void> => {
  await tx.query(
    'select 1 from terminal where depot = $1 and id = any($2) order by id for no key update',
    [depot, terminals],
  );
};

/** Adds an item after all others of a terminal whose row is locked. */
export const addManifestItem = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  item: ManifestItem,
): Promise<void> => {
  await tx.query(
    `with next as (update terminal set manifest_cursor = manifest_cursor + 1
       where depot = $1::uuid and id = $2::uuid returning manifest_cursor)
     insert into manifest_item (depot, terminal, cursor, item)
       select $1::uuid, $2::uuid, manifest_cursor, $3::jsonb from next`,
    [depot, terminal, JSON.stringify(item)],
  );
};
