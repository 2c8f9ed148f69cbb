import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { type Pool, transaction } from '../database/pool.ts';

/** Whoever has not said for so long that they look at a case does not any more. */
const AWAY = "interval '30 seconds'";

/** Somebody else who has a case open in front of them. */
export type Viewer = { readonly id: string; readonly name: string };

/**
 * Notes that somebody looks at a case, or that they have stopped, and says who else does. It is said
 * again and again: `isNews` is true where the others did not know it.
 */
export const viewCase = (
  pool: Pool,
  { id: operator }: KnownOperator,
  depot: DepotId,
  id: number,
  isHere: boolean,
): Promise<{ readonly others: readonly Viewer[]; readonly isNews: boolean }> =>
  transaction(pool, async (tx) => {
    const before = await tx.query(
      `delete from case_viewer where depot = $1 and case_id = $2
         and operator = $3 and seen_at > now() - ${AWAY}`,
      [depot, id, operator],
    );
    await tx.query(
      `delete from case_viewer where depot = $1 and case_id = $2 and seen_at <= now() - ${AWAY}`,
      [depot, id],
    );
    if (isHere) {
      await tx.query(
        `insert into case_viewer (depot, case_id, operator, seen_at)
         select depot, id, $3, now() from case_file where depot = $1 and id = $2
         on conflict (depot, case_id, operator) do update set seen_at = now()`,
        [depot, id, operator],
      );
    }
    const { rows } = await tx.query<Viewer>(
      `select operator.id, operator.name from case_viewer v
         join operator on operator.id = v.operator
       where v.depot = $1 and v.case_id = $2 and v.operator <> $3 order by operator.name`,
      [depot, id, operator],
    );
    const wasHere = before.rowCount !== 0;
    return { others: rows, isNews: wasHere !== isHere };
  });

/** Forgets who has long stopped looking, and never said so. */
export const forgetViewers = async (pool: Pool, depot: DepotId): Promise<void> => {
  await pool.query(`delete from case_viewer where depot = $1 and seen_at <= now() - ${AWAY}`, [
    depot,
  ]);
};
