import type { DepotId, Random16, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';

/**
 * SQL: whether pass `p` is for terminal `t`. One for a route is for every terminal that was ever
 * given a route of that name: it may not know yet that it has another one now.
 */
export const PASS_IS_FOR = `(p.depot = t.depot and case p.audience
  when 'terminal' then p.terminal = t.id
  when 'route' then exists (select 1 from manifest_item m where m.depot = t.depot
    and m.terminal = t.id and m.item->>'type' = 'route' and m.item->>'name' = p.route)
  else true end)`;

type Told = { readonly once: Random16; readonly terminal: TerminalId };

/** Tells every terminal that could take one of these passes, except one, that it cannot any more. */
export const tellWithdrawn = async (
  tx: Transaction,
  depot: DepotId,
  passes: readonly Random16[],
  except: TerminalId | null,
): Promise<void> => {
  if (passes.length === 0) return;
  const { rows } = await tx.query<Told>(
    `select p.once, t.id as terminal from pass p join terminal t on ${PASS_IS_FOR}
     where p.depot = $1 and p.once = any($2) and t.revoked_at is null
       and t.id is distinct from $3::uuid
     order by t.id, p.once`,
    [depot, passes, except],
  );
  await lockTerminals(
    tx,
    depot,
    rows.map((row) => row.terminal),
  );
  for (const { once, terminal } of rows) {
    await addManifestItem(tx, depot, terminal, { type: 'pass-withdrawn', once });
  }
};
