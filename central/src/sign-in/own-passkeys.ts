import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { SignedInOperator } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import { noteChange, readOwnMeans } from './own-means.ts';
import { judgeNewPasskey, putPasskey } from './passkeys.ts';
import type { SignInContext } from './sign-in.ts';

/** One more passkey for somebody who is signed in. */
export const addPasskey = (
  context: SignInContext,
  by: SignedInOperator,
  name: string,
  response: RegistrationResponseJSON,
): Promise<Result<{ readonly id: string }, 'passkey-refused'>> =>
  transaction(context.pool, async (tx) => {
    const judged = await judgeNewPasskey(context, tx, by.id, response);
    if (judged === null) return err('passkey-refused' as const);
    await noteAct(tx, by, 'passkey-added', { operator: by.id, passkey: judged.id }, context.now());
    if (!(await putPasskey(tx, by.id, name, judged))) return err('passkey-refused' as const);
    return ok({ id: judged.id });
  });

/** Takes a passkey of somebody's away, if they can sign in with something else. */
export const removePasskey = (
  context: SignInContext,
  by: SignedInOperator,
  id: string,
): Promise<Result<null, 'unknown-passkey' | 'last-means'>> =>
  transaction(context.pool, async (tx) => {
    // Two that are taken away at the same time are so one after the other.
    await tx.query('select 1 from operator where id = $1 for no key update', [by.id]);
    const known = 'select 1 from operator_passkey where operator = $1 and id = $2';
    if ((await tx.query(known, [by.id, id])).rowCount !== 1) return err('unknown-passkey' as const);
    const { password, passkeys, identityProvider } = await readOwnMeans(tx, by.id);
    if (!password && !identityProvider && passkeys === 1) return err('last-means' as const);
    await noteChange(context, tx, by, 'passkey-removed');
    await tx.query('delete from operator_passkey where operator = $1 and id = $2', [by.id, id]);
    return ok(null);
  });
