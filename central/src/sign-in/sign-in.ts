import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { type Database, type Transaction, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { endSessionOf, startSession, type Via } from '../sessions/sessions.ts';
import { databaseTime, lockAuthenticator, noteStep, stepOf } from './authenticator.ts';
import { personOfIdentity } from './identities.ts';
import type { Identity } from './identity-provider.ts';
import { giveTryBack, takeTry } from './limits.ts';
import { usePasskey } from './passkeys.ts';
import { isPassword, readPassword } from './passwords.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { countTrouble } from './sign-in-troubles.ts';

export type SignInContext = Pick<
  Ports,
  'pool' | 'keys' | 'now' | 'cost' | 'hashPassword' | 'publicUrl'
>;

/** From where somebody signs in, and what with. */
export type SignInPlace = {
  readonly address: string;
  /** What their program says of itself. */
  readonly label: string;
  /** The session that their browser had until now. */
  readonly before: string | null;
};

export type SignIn = {
  readonly name: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code. */
  readonly code: string;
};

export type SignInRefusal = 'refused' | { readonly waitMs: number };

/** Somebody who is there, by the id that they have shown to be theirs. */
export const personById = async (db: Database, id: string): Promise<KnownOperator | null> =>
  (
    await db.query<KnownOperator>(
      `select id, name, rights_version as "rightsVersion" from operator
       where id = $1 and kind = 'person' and removed_at is null`,
      [id],
    )
  ).rows[0] ?? null;

const findPerson = async (db: Database, name: string): Promise<KnownOperator | null> =>
  (
    await db.query<KnownOperator>(
      `select id, name, rights_version as "rightsVersion" from operator
       where lower(name) = lower($1) and kind = 'person' and removed_at is null`,
      [name.trim()],
    )
  ).rows[0] ?? null;

/** Whom nobody is: what is asked for them takes as long as for somebody. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** By what the code is right, and uses it up; null if it is wrong. */
export const takeCode = async (
  { keys }: SignInContext,
  tx: Transaction,
  operator: string,
  code: string,
): Promise<Via | null> => {
  const authenticator = await lockAuthenticator(tx, operator);
  const now = await databaseTime(tx);
  const step =
    authenticator && stepOf(keys, authenticator.sealed, authenticator.lastStep, code, now);
  if (step !== null) {
    await noteStep(tx, operator, step);
    return 'password';
  }
  return (await useRecoveryCode(keys, tx, operator, code)) ? 'recovery-code' : null;
};

/** Leaves the transaction so that nothing of it stays: a code that was right is not used up. */
export class Refused extends Error {}

/** What an act comes to that leaves by `Refused`. */
export const orRefused = async <T>(act: Promise<T>): Promise<Result<T, 'refused'>> => {
  try {
    return ok(await act);
  } catch (error) {
    if (error instanceof Refused) return err('refused');
    throw error;
  }
};

/** Begins a session for somebody who has shown who they are, and notes it. */
export const beginSession = async (
  { now }: Pick<Ports, 'now'>,
  tx: Transaction,
  person: KnownOperator,
  via: Via,
  { label, before }: SignInPlace,
): Promise<string> => {
  if (before !== null) await endSessionOf(tx, before);
  const { id, token } = await startSession(tx, person.id, { via, label });
  await noteAct(tx, person, 'signed-in', { session: id, via }, now());
  return token;
};

/**
 * Signs somebody in by password and code; gives the session's token. Whether it was the name, the
 * password or the code that was wrong, nobody is told, nor does it take another time.
 */
export const signIn = async (
  context: SignInContext,
  { name, password, code }: SignIn,
  place: SignInPlace,
): Promise<Result<string, SignInRefusal>> => {
  const { pool, keys } = context;
  const tried = { account: name, address: place.address };
  const person = await findPerson(pool, name);
  const id = person?.id ?? NOBODY;
  const waitMs = await takeTry(pool, keys, tried);
  if (waitMs > 0) {
    await countTrouble(pool, person?.id ?? null, 'sign-in-locked');
    return err({ waitMs });
  }
  const isRight = await isPassword(context, password, await readPassword(pool, id));
  const token = await orRefused(
    transaction(pool, async (tx) => {
      const via = await takeCode(context, tx, id, code);
      if (person === null || !isRight || via === null) throw new Refused();
      return await beginSession(context, tx, person, via, place);
    }),
  );
  if (token.ok) await giveTryBack(pool, keys, tried);
  else await countTrouble(pool, person?.id ?? null, 'sign-in-refused');
  return token;
};

/** Signs somebody in whom the identity provider knows; gives the session's token. */
export const signInByIdentity = async (
  context: SignInContext,
  identity: Identity,
  place: SignInPlace,
): Promise<Result<string, 'refused'>> => {
  const token = await orRefused(
    transaction(context.pool, async (tx) => {
      const person = await personOfIdentity(tx, identity);
      if (person === null) throw new Refused();
      return await beginSession(context, tx, person, 'identity-provider', place);
    }),
  );
  if (!token.ok) await countTrouble(context.pool, null, 'sign-in-refused');
  return token;
};

/** Signs somebody in by a passkey, which says itself whose it is; gives the session's token. */
export const signInByPasskey = async (
  context: SignInContext,
  response: AuthenticationResponseJSON,
  place: SignInPlace,
): Promise<Result<string, SignInRefusal>> => {
  const { pool, keys } = context;
  const tried = { account: null, address: place.address };
  const waitMs = await takeTry(pool, keys, tried);
  if (waitMs > 0) {
    await countTrouble(pool, null, 'sign-in-locked');
    return err({ waitMs });
  }
  const token = await orRefused(
    transaction(pool, async (tx) => {
      const id = await usePasskey(context, tx, response);
      const person = id === null ? null : await personById(tx, id);
      if (person === null) throw new Refused();
      return await beginSession(context, tx, person, 'passkey', place);
    }),
  );
  if (token.ok) await giveTryBack(pool, keys, tried);
  else await countTrouble(pool, null, 'sign-in-refused');
  return token;
};
