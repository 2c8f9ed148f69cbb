import type { ManifestItem } from '../../../shared/protocol/api/terminal.ts';
import type { TerminalId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';

/**
 * Locks terminals' rows, always in one order. Whoever changes what a terminal is to hold locks
 * its row first, so cursors become visible in the order in which they count.
 */
export const lockTerminals = async (
  tx: Transaction,
  terminals: readonly TerminalId[],
): Promise<void> => {
  await tx.query('select 1 from terminal where id = any($1) order by id for no key update', [
    terminals,
  ]);
};

/** Adds an item after all others of a terminal whose row is locked. */
export const addManifestItem = async (
  tx: Transaction,
  terminal: TerminalId,
  item: ManifestItem,
): Promise<void> => {
  await tx.query(
    `with next as (update terminal set manifest_cursor = manifest_cursor + 1
       where id = $1::uuid returning manifest_cursor)
     insert into manifest_item (terminal, cursor, item) select $1::uuid, manifest_cursor, $2::jsonb from next`,
    [terminal, JSON.stringify(item)],
  );
};
