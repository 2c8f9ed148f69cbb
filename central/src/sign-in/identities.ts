import type { KnownOperator } from '../actors.ts';
import type { Database, Transaction } from '../database/pool.ts';
import type { Identity } from './identity-provider.ts';

/** Keeps whom the provider knows somebody as; false if it knows somebody else as that. */
export const putIdentity = async (
  tx: Transaction,
  operator: string,
  { issuer, subject }: Identity,
): Promise<boolean> =>
  (
    await tx.query(
      `insert into operator_identity (issuer, subject, operator) values ($1, $2, $3)
       on conflict do nothing`,
      [issuer, subject, operator],
    )
  ).rowCount === 1;

export const hasIdentity = async (db: Database, operator: string): Promise<boolean> =>
  (await db.query('select 1 from operator_identity where operator = $1 limit 1', [operator]))
    .rowCount === 1;

const PERSON = `o.id, o.name, o.rights_version as "rightsVersion" from operator o`;
const IS_THERE = `o.kind = 'person' and o.removed_at is null`;

/**
 * Whose identity this is. Who is not known by it yet is found by the e-mail address that the provider
 * vouches for, once: after that, whoever gets the address later is somebody else.
 */
export const personOfIdentity = async (
  tx: Transaction,
  identity: Identity,
): Promise<KnownOperator | null> => {
  const { issuer, subject, email } = identity;
  const { rows } = await tx.query<KnownOperator>(
    `select ${PERSON} join operator_identity i on i.operator = o.id
     where i.issuer = $1 and i.subject = $2 and ${IS_THERE}`,
    [issuer, subject],
  );
  if (rows[0] !== undefined || email === null) return rows[0] ?? null;
  const byEmail = await tx.query<KnownOperator>(
    `select ${PERSON} where lower(o.email) = lower($1) and ${IS_THERE}
       and not exists (select 1 from operator_identity i where i.operator = o.id)
     for update`,
    [email],
  );
  const person = byEmail.rows[0] ?? null;
  const isNew = person !== null && (await putIdentity(tx, person.id, identity));
  return isNew ? person : null;
};
