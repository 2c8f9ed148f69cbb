import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator, SignedInOperator } from '../actors.ts';
import { type Database, type Transaction, transaction } from '../database/pool.ts';
import { type Act, noteAct } from '../operators/acts.ts';
import { raiseRights } from '../operators/operators.ts';
import { endSessions } from '../sessions/sessions.ts';
import {
  databaseTime,
  lockAuthenticator,
  makeSealedSeed,
  putAuthenticator,
  type ShownSeed,
  showSeed,
  stepOf,
} from './authenticator.ts';
import { hasIdentity } from './identities.ts';
import { judgePassword, type PasswordFault } from './judge-password.ts';
import { listPasskeys } from './passkeys.ts';
import { makePasswordHash, putPassword, readPassword } from './passwords.ts';
import { countRecoveryCodes, renewRecoveryCodes } from './recovery-codes.ts';
import type { SignInContext } from './sign-in.ts';

export type OwnMeans = {
  readonly password: boolean;
  readonly recoveryCodes: number;
  readonly passkeys: number;
  readonly identityProvider: boolean;
};

export const readOwnMeans = async (db: Database, operator: string): Promise<OwnMeans> => ({
  password: (await readPassword(db, operator)) !== null,
  recoveryCodes: await countRecoveryCodes(db, operator),
  passkeys: (await listPasskeys(db, operator)).length,
  identityProvider: await hasIdentity(db, operator),
});

/** Notes a change of what somebody signs in with; their other sessions, and what they do, end. */
export const noteChange = async (
  { now }: SignInContext,
  tx: Transaction,
  by: SignedInOperator,
  act: Act,
): Promise<void> => {
  await noteAct(tx, by, act, { operator: by.id }, now());
  await endSessions(tx, by.id, { but: by.session?.id ?? null });
  await raiseRights(tx, by.id);
};

export const changePassword = async (
  context: SignInContext,
  by: SignedInOperator,
  password: string,
): Promise<Result<null, { readonly why: PasswordFault } | 'no-password'>> => {
  const why = judgePassword(password, [by.name]);
  if (why !== null) return err({ why });
  const made = await makePasswordHash(context, password);
  return transaction(context.pool, async (tx) => {
    // Without an authenticator it would be a password alone.
    if ((await lockAuthenticator(tx, by.id)) === null) return err('no-password' as const);
    await noteChange(context, tx, by, 'password-changed');
    await putPassword(tx, by.id, made);
    return ok(null);
  });
};

/** A new authenticator, which takes the place of the one in use when a code of it is shown. */
export const beginAuthenticator = async (
  { pool, keys }: SignInContext,
  by: KnownOperator,
): Promise<Result<ShownSeed, 'no-password'>> => {
  const sealed = makeSealedSeed(keys);
  const { rowCount } = await pool.query(
    'update operator_totp set next_sealed = $2 where operator = $1',
    [by.id, sealed],
  );
  return rowCount === 1 ? ok(showSeed(keys, sealed, by.name)) : err('no-password');
};

export const changeAuthenticator = (
  context: SignInContext,
  by: SignedInOperator,
  code: string,
): Promise<Result<null, 'code-wrong'>> =>
  transaction(context.pool, async (tx) => {
    const next = (await lockAuthenticator(tx, by.id))?.nextSealed ?? null;
    const step = next && stepOf(context.keys, next, 0, code, await databaseTime(tx));
    if (next === null || step === null) return err('code-wrong' as const);
    await noteChange(context, tx, by, 'authenticator-changed');
    await putAuthenticator(tx, by.id, next, step);
    return ok(null);
  });

export const makeRecoveryCodes = (
  context: SignInContext,
  by: SignedInOperator,
): Promise<Result<readonly string[], 'no-password'>> =>
  transaction(context.pool, async (tx) => {
    if ((await lockAuthenticator(tx, by.id)) === null) return err('no-password' as const);
    await noteAct(tx, by, 'recovery-codes-made', { operator: by.id }, context.now());
    return ok(await renewRecoveryCodes(context.keys, tx, by.id));
  });
