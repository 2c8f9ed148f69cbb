import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { ImportLine } from './csv-columns.ts';
import type { LineProblem } from './split-rows.ts';

/** What lines of a file have that open deliveries have already: a place in the route, a label. */
export const findClashes = async (
  tx: Transaction,
  depot: DepotId,
  route: string,
  lines: readonly ImportLine[],
): Promise<LineProblem[]> => {
  const positions = await tx.query<{ position: number }>(
    `select position from delivery where depot = $1 and route = $2 and status = 'open'`,
    [depot, route],
  );
  const labels = await tx.query<{ label: string }>(
    'select label from parcel where depot = $1 and active and label = any($2)',
    [depot, lines.flatMap((line) => line.parcels)],
  );
  const taken = new Set(positions.rows.map((row) => row.position));
  const inUse = new Set(labels.rows.map((row) => row.label));
  return lines.flatMap(({ line, position, parcels }) => {
    const problems: LineProblem[] = [];
    if (taken.has(position)) {
      const reason = 'The route already has a stop at this position.';
      problems.push({ line, column: 'position', code: 'position-taken', reason });
    }
    if (parcels.some((label) => inUse.has(label))) {
      const reason = 'A label belongs to another open delivery in this depot.';
      problems.push({ line, column: 'parcels', code: 'label-in-use', reason });
    }
    return problems;
  });
};
