import type { DepotId, TokenId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { LineProblem, NewStop } from './new-stop.ts';

type Row = { readonly id: TokenId; readonly serial: string; readonly revoked: boolean };

/** The tokens that a file names by their serial numbers, and the lines whose token cannot be had. */
export const findTokens = async (
  tx: Transaction,
  depot: DepotId,
  lines: readonly Pick<NewStop, 'line' | 'token'>[],
): Promise<{ tokens: ReadonlyMap<string, TokenId>; problems: LineProblem[] }> => {
  const serials = new Set(lines.flatMap(({ token }) => token ?? []));
  if (serials.size === 0) return { tokens: new Map(), problems: [] };
  const { rows } = await tx.query<Row>(
    `select id, serial, revoked_at is not null as revoked from token
     where depot = $1 and serial = any($2)`,
    [depot, [...serials]],
  );
  const known = new Map(rows.map((row) => [row.serial, row]));
  const problems = lines.flatMap(({ line, token }): LineProblem[] => {
    if (token === null || known.get(token)?.revoked === false) return [];
    const column = 'token';
    return known.has(token)
      ? [{ line, column, code: 'token-revoked', reason: 'The token was revoked.' }]
      : [{ line, column, code: 'unknown-token', reason: 'The depot has no such token.' }];
  });
  return { tokens: new Map(rows.map((row) => [row.serial, row.id])), problems };
};
