import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { err, type Result } from '../../../shared/result.ts';
import type { KnownOperator, SignedInOperator } from '../actors.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Via } from '../sessions/sessions.ts';
import { personOfIdentity } from './identities.ts';
import type { Identity } from './identity-provider.ts';
import { giveTryBack, takeTry } from './limits.ts';
import { usePasskey } from './passkeys.ts';
import { isPassword, readPassword } from './passwords.ts';
import {
  orRefused,
  personById,
  Refused,
  type SignInContext,
  type SignInRefusal,
  takeCode,
} from './sign-in.ts';
import { countTrouble } from './sign-in-troubles.ts';

type Proved = Result<null, SignInRefusal>;

/** From now on a session is as one that has just begun; one that ended meanwhile is refused. */
const noteProof = async (
  { now }: Pick<SignInContext, 'now'>,
  tx: Transaction,
  person: KnownOperator,
  session: string,
  via: Via,
): Promise<void> => {
  const { rowCount } = await tx.query(
    `update operator_session set proved_at = now()
     where id = $1 and operator = $2 and ended_at is null and expires_at > now()`,
    [session, person.id],
  );
  if (rowCount !== 1) throw new Refused();
  await noteAct(tx, person, 'proved-again', { session, via }, now());
};

/** Shows who somebody is who is signed in, by password and code. What was wrong, nobody is told. */
export const proveByPassword = async (
  context: SignInContext,
  by: SignedInOperator,
  { password, code }: { readonly password: string; readonly code: string },
  address: string,
): Promise<Proved> => {
  const { pool, keys } = context;
  const tried = { account: by.name, address };
  const waitMs = await takeTry(pool, keys, tried);
  if (waitMs > 0) {
    await countTrouble(pool, by.id, 'sign-in-locked');
    return err({ waitMs });
  }
  const isRight = await isPassword(context, password, await readPassword(pool, by.id));
  const done = await orRefused(
    transaction(pool, async (tx) => {
      const via = await takeCode(context, tx, by.id, code);
      if (by.session === null || !isRight || via === null) throw new Refused();
      await noteProof(context, tx, by, by.session.id, via);
      return null;
    }),
  );
  if (done.ok) await giveTryBack(pool, keys, tried);
  else await countTrouble(pool, by.id, 'sign-in-refused');
  return done;
};

/** The same by one of their passkeys; somebody else's is refused. */
export const proveByPasskey = async (
  context: SignInContext,
  by: SignedInOperator,
  response: AuthenticationResponseJSON,
  address: string,
): Promise<Proved> => {
  const { pool, keys } = context;
  const tried = { account: null, address };
  const waitMs = await takeTry(pool, keys, tried);
  if (waitMs > 0) {
    await countTrouble(pool, by.id, 'sign-in-locked');
    return err({ waitMs });
  }
  const done = await orRefused(
    transaction(pool, async (tx) => {
      const id = await usePasskey(context, tx, response);
      if (by.session === null || id !== by.id) throw new Refused();
      await noteProof(context, tx, by, by.session.id, 'passkey');
      return null;
    }),
  );
  if (done.ok) await giveTryBack(pool, keys, tried);
  else await countTrouble(pool, by.id, 'sign-in-refused');
  return done;
};

/** The same by the identity provider, which has just asked them, for the session that went there. */
export const proveByIdentity = (
  context: SignInContext,
  identity: Identity,
  { operator, session }: { readonly operator: string; readonly session: string },
): Promise<Result<null, 'refused'>> =>
  orRefused(
    transaction(context.pool, async (tx) => {
      const known = await personOfIdentity(tx, { ...identity, email: null });
      const person = known?.id === operator ? await personById(tx, operator) : null;
      if (person === null) throw new Refused();
      await noteProof(context, tx, person, session, 'identity-provider');
      return null;
    }),
  );
