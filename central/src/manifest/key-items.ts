import type { KnownTerminal } from '../actors.ts';
import { at, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { addManifestItem, lockTerminals } from './manifest-items.ts';

/** Gives a terminal central's key list, once, if it has an older one. */
export const queueKeys = async (
  { pool, keys }: Pick<Ports, 'pool' | 'keys'>,
  terminal: KnownTerminal,
): Promise<void> => {
  if (terminal.keysIssued !== null && terminal.keysIssued >= keys.listIssued) return;
  await transaction(pool, async (tx) => {
    await lockTerminals(tx, [terminal.id]);
    const { rowCount } = await tx.query(
      `update terminal set keys_issued = $2
       where id = $1 and (keys_issued is null or keys_issued < $2)`,
      [terminal.id, at(keys.listIssued)],
    );
    if (rowCount === 0) return;
    await addManifestItem(tx, terminal.id, { type: 'keys', keys: keys.list });
  });
};
