import type { KnownTerminal } from '../actors.ts';
import { at, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { addManifestItem, lockTerminals } from './manifest-items.ts';

/** Gives a terminal central's key list, by the root that it trusts, once, if it has an older one. */
export const queueKeys = async (
  { pool, keys }: Pick<Ports, 'pool' | 'keys'>,
  terminal: KnownTerminal,
): Promise<void> => {
  const { depot, id } = terminal;
  if (terminal.keysIssued >= keys.listIssued) return;
  await transaction(pool, async (tx) => {
    await lockTerminals(tx, depot, [id]);
    const { rowCount } = await tx.query(
      'update terminal set keys_issued = $3 where depot = $1 and id = $2 and keys_issued < $3',
      [depot, id, at(keys.listIssued)],
    );
    if (rowCount === 0) return;
    const { list } = keys.roots.named(terminal.root);
    await addManifestItem(tx, depot, id, { type: 'keys', keys: list });
  });
};
