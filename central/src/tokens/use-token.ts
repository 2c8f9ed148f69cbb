import type { DepotId, Instant, TokenId } from '../../../shared/protocol/ids.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { timeStep } from '../../../shared/protocol/schemes/oath/totp.ts';
import type { Transaction } from '../database/pool.ts';
import { furthestAhead, type TokenScheme, tokenScheme } from './token-kinds.ts';

type Row = {
  readonly kind: TokenScheme['kind'];
  readonly parameters: object;
  readonly next: MovingFactor;
};

/** Whether an honest terminal can have found a code of this factor by then. */
const isReachable = (
  scheme: TokenScheme,
  next: MovingFactor,
  factor: MovingFactor,
  receivedAt: Instant,
): boolean =>
  scheme.kind === 'totp'
    ? factor <= timeStep(receivedAt, scheme.stepSeconds) + scheme.drift
    : factor <= next + furthestAhead(scheme);

/**
 * Notes that a code of a token was used: no terminal that is told from now on takes it, or one before
 * it, again. False if the token cannot have been there yet; then nothing moves, so that no terminal
 * can make a token useless by a word.
 */
export const moveToken = async (
  tx: Transaction,
  depot: DepotId,
  token: TokenId,
  factor: MovingFactor,
  receivedAt: Instant,
): Promise<boolean> => {
  const { rows } = await tx.query<Row>(
    'select kind, parameters, next from token where depot = $1 and id = $2 for no key update',
    [depot, token],
  );
  if (rows[0] === undefined) throw new Error(`token ${token} is gone`);
  const { kind, parameters, next } = rows[0];
  const scheme = tokenScheme.parse({ kind, ...parameters });
  if (!isReachable(scheme, next, factor, receivedAt)) return false;
  await tx.query(
    'update token set next = greatest(next, $3::bigint + 1) where depot = $1 and id = $2',
    [depot, token, factor],
  );
  return true;
};
