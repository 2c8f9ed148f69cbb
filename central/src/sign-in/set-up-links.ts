import type { Instant } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { hashToken, makeSecretToken } from '../sessions/secret-token.ts';
import { makeSealedSeed } from './authenticator.ts';

/** For so long a link is good. */
const HOURS = 24;

/** The console's page for it. The token is in the fragment: no server and no log gets it from there. */
const PATH = '/set-up';

export type MadeLink = { readonly link: string; readonly expiresAt: Instant };

/** Makes a link for somebody, in place of those they had; for null: for whoever becomes an admin. */
export const makeSetUpLink = async (
  { keys, publicUrl }: Pick<Ports, 'keys' | 'publicUrl'>,
  tx: Database,
  operator: string | null,
): Promise<MadeLink> => {
  const token = makeSecretToken();
  await tx.query('delete from set_up_link where operator = $1', [operator]);
  const { rows } = await tx.query<{ expiresAt: Instant }>(
    `insert into set_up_link (token_hash, operator, person, sealed_seed, expires_at)
     values ($1, $2, coalesce($2, gen_random_uuid()), $3, now() + interval '${HOURS} hours')
     returning expires_at as "expiresAt"`,
    [hashToken(token), operator, makeSealedSeed(keys)],
  );
  const link = `${publicUrl()}${PATH}#${token}`;
  return { link, expiresAt: rows[0]?.expiresAt as Instant };
};

export type SetUpLink = {
  /** Whose it is; null: of an admin whom it makes. */
  readonly operator: string | null;
  /** The id of whom it sets up, whether they are there yet or not. */
  readonly person: string;
  readonly name: string | null;
  readonly sealedSeed: Buffer;
  readonly expiresAt: Instant;
};

/** A link that is good; `lock`: it is nobody else's until the transaction ends. */
export const findSetUpLink = async (
  db: Database,
  token: string,
  lock = false,
): Promise<SetUpLink | null> =>
  (
    await db.query<SetUpLink>(
      `select l.operator, l.person, o.name, l.sealed_seed as "sealedSeed", l.expires_at as "expiresAt"
       from set_up_link l left join operator o on o.id = l.operator
       where l.token_hash = $1 and l.used_at is null and l.expires_at > now()
         and o.removed_at is null ${lock ? 'for update of l' : ''}`,
      [hashToken(token)],
    )
  ).rows[0] ?? null;

/** A link is used once; once there is an admin by one, no other makes another. */
export const useSetUpLink = async (
  tx: Database,
  token: string,
  { operator }: SetUpLink,
): Promise<void> => {
  await tx.query(
    `update set_up_link set used_at = now()
     where used_at is null and (token_hash = $1 or (operator is null and $2))`,
    [hashToken(token), operator === null],
  );
};

/** Forgets links that are over. */
export const forgetSetUpLinks = async (db: Database): Promise<void> => {
  await db.query("delete from set_up_link where expires_at < now() - interval '1 day'");
};
