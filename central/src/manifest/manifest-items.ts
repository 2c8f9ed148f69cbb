import type { ManifestItem } from '../../../shared/protocol/api/terminal.ts';
import { canonicalOf } from '../../../shared/protocol/codec/canonical.ts';
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

/**
 * Adds items, in their order, after all others of a terminal whose row is locked. They are kept in
 * their canonical form, of which pages are put together and signed.
 */
export const addManifestItems = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  items: readonly ManifestItem[],
): Promise<void> => {
  if (items.length === 0) return;
  await tx.query(
    `with before as (update terminal
         set manifest_cursor = manifest_cursor + $3::bigint, manifest_items = manifest_items + $3::bigint
       where depot = $1::uuid and id = $2::uuid
       returning manifest_cursor - $3::bigint as cursor, manifest_items - $3::bigint as items)
     insert into manifest_item (depot, terminal, cursor, place, item)
       select $1::uuid, $2::uuid, before.cursor + n, before.items + n, item::json
       from before, unnest($4::text[]) with ordinality as u (item, n)`,
    [depot, terminal, items.length, items.map(canonicalOf)],
  );
};

/** Adds one. */
export const addManifestItem = (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  item: ManifestItem,
): Promise<void> => addManifestItems(tx, depot, terminal, [item]);
