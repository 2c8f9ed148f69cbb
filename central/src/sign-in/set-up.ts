import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { brokenUnique, type Transaction, transaction } from '../database/pool.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import { noteAct } from '../operators/acts.ts';
import { isNameTaken } from '../operators/operator-names.ts';
import { forgetMeans, putGrants, raiseRights } from '../operators/operators.ts';
import { endSessions } from '../sessions/sessions.ts';
import { databaseTime, putAuthenticator, stepOf } from './authenticator.ts';
import { putIdentity } from './identities.ts';
import type { Identity } from './identity-provider.ts';
import { judgePassword, type PasswordFault } from './judge-password.ts';
import { judgeNewPasskey, putPasskey } from './passkeys.ts';
import { makePasswordHash, putPassword } from './passwords.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { findSetUpLink, type SetUpLink, useSetUpLink } from './set-up-links.ts';
import { beginSession, type SignInContext, type SignInPlace } from './sign-in.ts';

/** What somebody is to sign in with. */
export type NewMeans =
  | { readonly password: string; readonly code: string }
  | { readonly passkey: RegistrationResponseJSON; readonly label: string }
  | { readonly identity: Identity };

export type SetUp = {
  readonly token: string;
  /** What an admin whom the link makes is called. */
  readonly name: string | null;
  readonly means: NewMeans;
};

export type SetUpProblem =
  | {
      readonly code:
        | 'link-over'
        | 'name-missing'
        | 'name-taken'
        | 'code-wrong'
        | 'passkey-refused'
        | 'provider-refused';
    }
  | { readonly code: 'password-weak'; readonly why: PasswordFault };

/** Who is set up: whom the link names, or a new admin everywhere. */
const personOf = async (
  tx: Transaction,
  { operator, person: id }: SetUpLink,
  name: string,
): Promise<KnownOperator> => {
  if (operator === null) {
    if (await isNameTaken(tx, name)) throw new ThrownProblem('name-taken');
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

/** What is kept of new means, once they have shown to be right; `keep` gives recovery codes. */
type Checked = {
  readonly check: (
    tx: Transaction,
    link: SetUpLink,
  ) => Promise<Result<(person: KnownOperator) => Promise<readonly string[]>, SetUpProblem>>;
};

const checkPassword = async (
  context: SignInContext,
  { password, code }: Extract<NewMeans, { password: string }>,
  name: string,
): Promise<Result<Checked, SetUpProblem>> => {
  const why = judgePassword(password, [name]);
  if (why !== null) return err({ code: 'password-weak', why });
  // Before the transaction: it takes long, and nobody waits for a lock meanwhile.
  const hash = await makePasswordHash(context, password);
  return ok({
    check: async (tx, { sealedSeed }) => {
      const step = stepOf(context.keys, sealedSeed, 0, code, await databaseTime(tx));
      if (step === null) return err({ code: 'code-wrong' });
      return ok(async ({ id }) => {
        await putPassword(tx, id, hash);
        await putAuthenticator(tx, id, sealedSeed, step);
        return renewRecoveryCodes(context.keys, tx, id);
      });
    },
  });
};

const checkPasskey = (
  context: SignInContext,
  { passkey, label }: Extract<NewMeans, { passkey: unknown }>,
): Result<Checked, SetUpProblem> =>
  ok({
    check: async (tx, { person }) => {
      const judged = await judgeNewPasskey(context, tx, person, passkey);
      if (judged === null) return err({ code: 'passkey-refused' });
      return ok(async ({ id }) => {
        if (!(await putPasskey(tx, id, label, judged))) throw new ThrownProblem('passkey-refused');
        return [];
      });
    },
  });

const checkIdentity = ({
  identity,
}: Extract<NewMeans, { identity: unknown }>): Result<Checked, SetUpProblem> =>
  ok({
    check: async (tx) =>
      ok(async ({ id }) => {
        if (!(await putIdentity(tx, id, identity))) throw new ThrownProblem('provider-refused');
        return [];
      }),
  });

const checkMeans = async (
  context: SignInContext,
  means: NewMeans,
  name: string,
): Promise<Result<Checked, SetUpProblem>> => {
  if ('password' in means) return checkPassword(context, means, name);
  return 'passkey' in means ? checkPasskey(context, means) : checkIdentity(means);
};

export type DoneSetUp = { readonly token: string; readonly recoveryCodes: readonly string[] };

/**
 * Sets up how somebody signs in, in place of all that they had, and signs them in. The link that they
 * have for it is good once.
 */
export const setUp = async (
  context: SignInContext,
  { token, name: asked, means }: SetUp,
  place: SignInPlace,
): Promise<Result<DoneSetUp, SetUpProblem>> => {
  const known = await findSetUpLink(context.pool, token);
  if (known === null) return err({ code: 'link-over' });
  const name = known.name ?? asked;
  if (name === null) return err({ code: 'name-missing' });
  const made = await checkMeans(context, means, name);
  if (!made.ok) return made;
  try {
    return await transaction(context.pool, async (tx): Promise<Result<DoneSetUp, SetUpProblem>> => {
      const link = await findSetUpLink(tx, token, true);
      if (link === null) return err({ code: 'link-over' });
      const keep = await made.value.check(tx, link);
      if (!keep.ok) return keep;
      await useSetUpLink(tx, token, link);
      const person = await personOf(tx, link, name);
      await endSessions(tx, person.id, { but: null });
      await forgetMeans(tx, person.id);
      const recoveryCodes = await keep.value(person);
      const by = link.operator === null ? 'admin' : 'by invitation';
      await noteAct(
        tx,
        person,
        'operator-set-up',
        { operator: person.id, made: by },
        context.now(),
      );
      return ok({ token: await beginSession(context, tx, person, 'set-up', place), recoveryCodes });
    });
  } catch (error) {
    if (brokenUnique(error) === 'operator_name') return err({ code: 'name-taken' });
    throw error;
  }
};
