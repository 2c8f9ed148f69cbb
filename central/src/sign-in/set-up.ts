import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { brokenUnique, type Transaction, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import { forgetMeans, putGrants, raiseRights } from '../operators/operators.ts';
import { endSessions } from '../sessions/sessions.ts';
import { databaseTime, putAuthenticator, stepOf } from './authenticator.ts';
import { judgePassword, type PasswordFault } from './judge-password.ts';
import { makePasswordHash, putPassword } from './passwords.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { findSetUpLink, type SetUpLink, useSetUpLink } from './set-up-links.ts';
import { beginSession, type SignInContext, type SignInPlace } from './sign-in.ts';

export type SetUp = {
  readonly token: string;
  /** What an admin whom the link makes is called. */
  readonly name: string | null;
  readonly password: string;
  readonly code: string;
};

export type SetUpProblem =
  | { readonly code: 'link-over' | 'name-missing' | 'name-taken' | 'code-wrong' }
  | { readonly code: 'password-weak'; readonly why: PasswordFault };

/** Who is set up: whom the link names, or a new admin everywhere. */
const personOf = async (
  tx: Transaction,
  { operator }: SetUpLink,
  name: string,
): Promise<KnownOperator> => {
  if (operator === null) {
    const id = randomUUID();
    await tx.query(
      "insert into operator (id, name, kind, created_at) values ($1, $2, 'person', now())",
      [id, name],
    );
    await putGrants(tx, id, [{ name: 'admin', depot: null }]);
    return { id, name, rightsVersion: 1 };
  }
  await raiseRights(tx, operator);
  const { rows } = await tx.query<KnownOperator>(
    'select id, name, rights_version as "rightsVersion" from operator where id = $1',
    [operator],
  );
  if (rows[0] === undefined) throw new Error('a link for nobody');
  return rows[0];
};

export type DoneSetUp = { readonly token: string; readonly recoveryCodes: readonly string[] };

/**
 * Sets up how somebody signs in, in place of all that they had, and signs them in. The link that they
 * have for it is good once.
 */
export const setUp = async (
  context: SignInContext,
  asked: SetUp,
  place: SignInPlace,
): Promise<Result<DoneSetUp, SetUpProblem>> => {
  const { pool, keys, now } = context;
  const known = await findSetUpLink(pool, asked.token);
  if (known === null) return err({ code: 'link-over' });
  const name = known.name ?? asked.name;
  if (name === null) return err({ code: 'name-missing' });
  const why = judgePassword(asked.password, [name]);
  if (why !== null) return err({ code: 'password-weak', why });
  const password = await makePasswordHash(context, asked.password);
  try {
    return await transaction(pool, async (tx): Promise<Result<DoneSetUp, SetUpProblem>> => {
      const link = await findSetUpLink(tx, asked.token, true);
      if (link === null) return err({ code: 'link-over' });
      const step = stepOf(keys, link.sealedSeed, 0, asked.code, await databaseTime(tx));
      if (step === null) return err({ code: 'code-wrong' });
      await useSetUpLink(tx, asked.token, link);
      const person = await personOf(tx, link, name);
      await endSessions(tx, person.id, { but: null });
      await forgetMeans(tx, person.id);
      await putPassword(tx, person.id, password);
      await putAuthenticator(tx, person.id, link.sealedSeed, step);
      const recoveryCodes = await renewRecoveryCodes(keys, tx, person.id);
      const made = link.operator === null ? 'admin' : 'by invitation';
      await noteAct(tx, person, 'operator-set-up', { operator: person.id, made }, now());
      const token = await beginSession(context, tx, person, 'set-up', place);
      return ok({ token, recoveryCodes });
    });
  } catch (error) {
    if (brokenUnique(error) === 'operator_name') return err({ code: 'name-taken' });
    throw error;
  }
};
