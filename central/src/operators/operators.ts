import { randomUUID } from 'node:crypto';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Grant, KnownOperator } from '../actors.ts';
import {
  at,
  brokenUnique,
  type Database,
  type Transaction,
  transaction,
} from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { endSessions, renewTokens } from '../sessions/sessions.ts';
import { noteAct } from './acts.ts';
import {
  endKeys,
  hasAdmin,
  isLastPerson,
  type MadeKey,
  makeKey,
  SIGNS_IN,
} from './operator-keys.ts';
import { isNameTaken } from './operator-names.ts';

export type OperatorKind = 'person' | 'integration';

export type OperatorView = {
  readonly id: string;
  readonly name: string;
  readonly kind: OperatorKind;
  readonly email: string | null;
  readonly createdAt: Instant;
  readonly removedAt: Instant | null;
  readonly grants: readonly Grant[];
  /** Of the keys that are good: when each ends. */
  readonly keys: readonly { readonly expiresAt: Instant | null }[];
  /** When a key or a session of theirs was last used, to the minute; also one that has ended. */
  readonly lastUsedAt: Instant | null;
  /** Whether it is a person who has set up how they sign in. */
  readonly signsIn: boolean;
};

export type NewOperator = {
  readonly name: string;
  readonly kind: OperatorKind;
  /** By which the identity provider may know them the first time. */
  readonly email: string | null;
  readonly grants: readonly Grant[];
  readonly days: number;
  /** Whether they are to have a key; who signs in needs none. */
  readonly withKey: boolean;
};

type Context = Pick<Ports, 'pool' | 'now'>;

/** Where it is kept what somebody signs in with. */
const MEANS = [
  'operator_password',
  'operator_totp',
  'operator_recovery_code',
  'operator_passkey',
  'operator_identity',
  'set_up_link',
];

/** Everybody who may act or might, by name. */
export const listOperators = async (db: Database): Promise<OperatorView[]> =>
  (
    await db.query<OperatorView>(
      `select o.id, o.name, o.kind, o.email, o.created_at as "createdAt", o.removed_at as "removedAt",
         (select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'depot', g.depot)
            order by g.name, g.depot), '[]')
          from operator_grant g where g.operator = o.id) as grants,
         (select coalesce(jsonb_agg(jsonb_build_object(
            'expiresAt', (extract(epoch from k.expires_at) * 1000)::bigint)
            order by k.created_at), '[]')
          from operator_key k where k.operator = o.id and k.revoked_at is null
            and (k.expires_at is null or k.expires_at > now())) as keys,
         ${SIGNS_IN} as "signsIn",
         greatest((select max(k.last_used_at) from operator_key k where k.operator = o.id),
           (select max(s.last_used_at) from operator_session s where s.operator = o.id))
           as "lastUsedAt"
       from operator o order by o.removed_at is not null, lower(o.name)`,
    )
  ).rows;

export const putGrants = async (
  tx: Transaction,
  operator: string,
  grants: readonly Grant[],
): Promise<void> => {
  await tx.query('delete from operator_grant where operator = $1', [operator]);
  await tx.query(
    `insert into operator_grant (operator, name, depot)
     select distinct $1::uuid, name, depot from unnest($2::text[], $3::uuid[]) as g (name, depot)`,
    [operator, grants.map(({ name }) => name), grants.map(({ depot }) => depot)],
  );
};

/** What the audit keeps of grants: `dispatcher@DEPOT`, or `dispatcher@everywhere`. */
const wordsOf = (grants: readonly Grant[]): string =>
  grants.map(({ name, depot }) => `${name}@${depot ?? 'everywhere'}`).join(' ');

const unknownDepot = async (tx: Transaction, grants: readonly Grant[]): Promise<boolean> => {
  const named = [
    ...new Set(grants.flatMap(({ depot }): DepotId[] => (depot === null ? [] : [depot]))),
  ];
  const { rowCount } = await tx.query('select 1 from depot where id = any($1)', [named]);
  return rowCount !== named.length;
};

const isThere = async (tx: Transaction, id: string): Promise<boolean> =>
  (await tx.query('select 1 from operator where id = $1 and removed_at is null for update', [id]))
    .rowCount === 1;

/** Whether without somebody nobody could do everything, or no person could. */
const isLastAdmin = async (tx: Transaction, id: string): Promise<boolean> =>
  !(await hasAdmin(tx, { butFor: id })) || (await isLastPerson(tx, id));

/** What began under other rights is not done any more: see `noteAct`. */
export const raiseRights = async (tx: Transaction, operator: string): Promise<void> => {
  await tx.query('update operator set rights_version = rights_version + 1 where id = $1', [
    operator,
  ]);
};

/** Takes away everything that somebody could sign in with. */
export const forgetMeans = async (tx: Transaction, operator: string): Promise<void> => {
  for (const table of MEANS) await tx.query(`delete from ${table} where operator = $1`, [operator]);
};

/** Two admins who take the other's rights at the same time do so one after the other. */
const oneAtATime = (tx: Transaction): Promise<unknown> =>
  tx.query("select pg_advisory_xact_lock(hashtextextended('operators', 0))");

/** Adds an operator with a first key, which is good for some days. */
export const addOperator = async (
  { pool, now }: Context,
  by: KnownOperator,
  { name, kind, email, grants, days, withKey }: NewOperator,
): Promise<
  Result<Partial<MadeKey> & { readonly id: string }, 'name-taken' | 'email-taken' | 'unknown-depot'>
> => {
  try {
    return await transaction(pool, async (tx) => {
      if (await isNameTaken(tx, name)) return err('name-taken' as const);
      if (await unknownDepot(tx, grants)) return err('unknown-depot' as const);
      const id = randomUUID();
      await tx.query(
        'insert into operator (id, name, kind, email, created_at) values ($1, $2, $3, $4, $5)',
        [id, name, kind, email, at(now())],
      );
      await putGrants(tx, id, grants);
      const key = withKey ? await makeKey(tx, id, days) : {};
      const subject = { operator: id, grants: wordsOf(grants) };
      await noteAct(tx, by, 'operator-added', subject, now());
      return ok({ id, ...key });
    });
  } catch (error) {
    if (brokenUnique(error) === 'operator_name') return err('name-taken');
    if (brokenUnique(error) === 'operator_email') return err('email-taken');
    throw error;
  }
};

/** A new key for an operator; those before stay good for a day, unless they were stolen. */
export const renewKey = (
  { pool, now }: Context,
  by: KnownOperator,
  id: string,
  asked: {
    readonly days: number;
    readonly endOthers: boolean;
  },
): Promise<Result<MadeKey, 'unknown-operator'>> =>
  transaction(pool, async (tx) => {
    if (!(await isThere(tx, id))) return err('unknown-operator' as const);
    const subject = { operator: id, others: asked.endOthers ? 'ended' : 'end in a day' };
    await noteAct(tx, by, 'operator-key-made', subject, now());
    await endKeys(tx, id, asked.endOthers ? 'at-once' : 'with-overlap');
    if (asked.endOthers) await raiseRights(tx, id);
    return ok(await makeKey(tx, id, asked.days));
  });

/** What an operator may do from now on, in place of what they might before. */
export const setGrants = (
  { pool, now }: Context,
  by: KnownOperator,
  id: string,
  grants: readonly Grant[],
): Promise<Result<null, 'unknown-operator' | 'unknown-depot' | 'last-admin'>> =>
  transaction(pool, async (tx) => {
    await oneAtATime(tx);
    if (!(await isThere(tx, id))) return err('unknown-operator' as const);
    if (await unknownDepot(tx, grants)) return err('unknown-depot' as const);
    const stays = grants.some(({ name, depot }) => name === 'admin' && depot === null);
    if (!stays && (await isLastAdmin(tx, id))) return err('last-admin' as const);
    const subject = { operator: id, grants: wordsOf(grants) };
    await noteAct(tx, by, 'operator-granted', subject, now());
    await putGrants(tx, id, grants);
    await raiseRights(tx, id);
    await renewTokens(tx, id);
    return ok(null);
  });

/** Ends everything that somebody may do, at once. The audit still names them. */
export const removeOperator = (
  { pool, now }: Context,
  by: KnownOperator,
  id: string,
): Promise<Result<null, 'unknown-operator' | 'last-admin'>> =>
  transaction(pool, async (tx) => {
    await oneAtATime(tx);
    if (!(await isThere(tx, id))) return err('unknown-operator' as const);
    if (await isLastAdmin(tx, id)) return err('last-admin' as const);
    await noteAct(tx, by, 'operator-removed', { operator: id }, now());
    await tx.query('update operator set removed_at = $2 where id = $1', [id, at(now())]);
    await tx.query('delete from operator_grant where operator = $1', [id]);
    await endKeys(tx, id, 'at-once');
    await endSessions(tx, id, { but: null });
    await forgetMeans(tx, id);
    return ok(null);
  });
