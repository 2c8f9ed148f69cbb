import { err, ok, type Result } from '../../../shared/result.ts';
import type { SignedInOperator } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import { raiseRights } from '../operators/operators.ts';
import type { Ports } from '../ports.ts';
import { endSessions } from '../sessions/sessions.ts';

type Context = Pick<Ports, 'pool' | 'now'>;

/** Ends one of somebody's own sessions. */
export const endOwnSession = (
  { pool, now }: Context,
  by: SignedInOperator,
  session: string,
): Promise<Result<null, 'unknown-session'>> =>
  transaction(pool, async (tx) => {
    if ((await endSessions(tx, by.id, { only: session })) === 0) return err('unknown-session');
    await noteAct(tx, by, 'signed-out', { session }, now());
    return ok(null);
  });

/** Ends all of them, this one as well or not, and what is being done in them. */
export const endOwnSessions = (
  { pool, now }: Context,
  by: SignedInOperator,
  but: string | null,
): Promise<void> =>
  transaction(pool, async (tx) => {
    const sessions = await endSessions(tx, by.id, { but });
    await noteAct(tx, by, 'sessions-ended', { operator: by.id, sessions }, now());
    await raiseRights(tx, by.id);
  });
