import type { ManifestItem } from '../../../shared/protocol/api/terminal.ts';
import type { StaffMember } from '../../../shared/protocol/crew/roster.ts';
import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Database, Transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';

/** The depot's staff as terminals hold them, by number. */
export const readRoster = async (db: Database, depot: DepotId): Promise<StaffMember[]> =>
  (
    await db.query<StaffMember>(
      `select id, number, name, role, badge, pin from staff
       where depot = $1 and removed_at is null order by number`,
      [depot],
    )
  ).rows;

/** Holds the depot, so that a terminal that enrols meanwhile is told either way. */
export const holdRoster = async (tx: Transaction, depot: DepotId): Promise<void> => {
  await tx.query('select 1 from depot where id = $1 for no key update', [depot]);
};

/** Tells every terminal of a depot at its next dock. */
export const tellTerminals = async (
  tx: Transaction,
  depot: DepotId,
  item: ManifestItem,
): Promise<void> => {
  const { rows } = await tx.query<{ id: TerminalId }>(
    'select id from terminal where depot = $1 and revoked_at is null',
    [depot],
  );
  const terminals = rows.map((row) => row.id);
  await lockTerminals(tx, depot, terminals);
  for (const terminal of terminals) await addManifestItem(tx, depot, terminal, item);
};
