import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { noteAct, noteOwnAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { type MadeLink, makeSetUpLink } from './set-up-links.ts';

type Context = Pick<Ports, 'pool' | 'keys' | 'now' | 'publicUrl'>;

/** A link with which a person sets up how they sign in; those that they had before are over. */
export const invite = (
  { pool, ...context }: Context,
  by: KnownOperator,
  operator: string,
): Promise<Result<MadeLink, 'unknown-operator' | 'not-a-person'>> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ kind: string }>(
      'select kind from operator where id = $1 and removed_at is null',
      [operator],
    );
    if (rows[0] === undefined) return err('unknown-operator' as const);
    if (rows[0].kind !== 'person') return err('not-a-person' as const);
    await noteAct(tx, by, 'operator-invited', { operator }, context.now());
    return ok(await makeSetUpLink(context, tx, operator));
  });

/**
 * A link with which somebody becomes an admin who signs in: for whoever has central's database and
 * keys. The audit says that it was made.
 */
export const letIn = ({ pool, ...context }: Context): Promise<MadeLink> =>
  transaction(pool, async (tx) => {
    await noteOwnAct(tx, 'operator-invited', { as: 'admin' }, context.now());
    return await makeSetUpLink(context, tx, null);
  });
