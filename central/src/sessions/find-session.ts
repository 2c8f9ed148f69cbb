import type { Grant, SignedInOperator } from '../actors.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { type Pool, transaction } from '../database/pool.ts';
import { hashToken } from './secret-token.ts';
import { addToken, interval, SESSION } from './sessions.ts';

/** So often a session gets a new token, so that a copy of one is found out. */
const ROTATED_EACH_MS = HOUR;
/** Requests that were on their way with the token before may still come in. */
const GRACE_MS = MINUTE;
/** So often the time of the last use is kept: not with each request. */
const USE_KEPT_EACH_MS = MINUTE;
/** For so long after its person showed who they are, a session may do what lets somebody in. */
const FRESH_MS = 10 * MINUTE;

export type FoundSession =
  /** `token` is the session's new one, if it is time for one. */
  | { readonly found: 'good'; readonly operator: SignedInOperator; readonly token: string | null }
  /** A token of the past: a copy, in whoever's hands. The session is over. */
  | { readonly found: 'replayed'; readonly operator: string; readonly session: string }
  | { readonly found: 'none' };

type Row = {
  readonly session: string;
  readonly isFresh: boolean;
  readonly operator: string;
  readonly name: string;
  readonly rightsVersion: number;
  readonly grants: readonly Grant[];
  readonly isReplay: boolean;
  readonly isFirstUse: boolean;
  readonly isUseOld: boolean;
  readonly isRotationDue: boolean;
};

const SELECT = `
  select s.id as session, s.proved_at > now() - ${interval('$6')} as "isFresh",
    o.id as operator, o.name,
    o.rights_version as "rightsVersion",
    (select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'depot', g.depot)), '[]')
     from operator_grant g where g.operator = o.id) as grants,
    t.superseded_at is not null and t.superseded_at < now() - ${interval('$4')} as "isReplay",
    t.used_at is null as "isFirstUse",
    s.last_used_at < now() - ${interval('$5')} as "isUseOld",
    t.superseded_at is null and s.rotated_at < now() - ${interval('$3')} as "isRotationDue"
  from operator_session_token t join operator_session s on s.id = t.session
    join operator o on o.id = s.operator
  where t.token_hash = $1 and s.ended_at is null and o.removed_at is null
    and s.expires_at > now() and s.last_used_at > now() - ${interval('$2')}`;

/** A token that was used for the first time ends those before it. */
const confirmToken = async (pool: Pool, session: string, hash: Buffer): Promise<void> => {
  await pool.query(
    `with used as (
       update operator_session_token set used_at = now() where token_hash = $2
       returning made_at)
     update operator_session_token t set superseded_at = now() from used
     where t.session = $1 and t.token_hash <> $2 and t.superseded_at is null
       and t.made_at < used.made_at`,
    [session, hash],
  );
};

/** Of requests that come at one time, one gets the new token. */
const rotate = (pool: Pool, session: string): Promise<string | null> =>
  transaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `update operator_session set rotated_at = now()
       where id = $1 and ended_at is null and rotated_at < now() - ${interval('$2')}`,
      [session, ROTATED_EACH_MS],
    );
    return rowCount === 1 ? await addToken(tx, session) : null;
  });

/**
 * Whose session a token is of. By the database's clock alone. The token is exchanged for a new one
 * each hour, and when the rights of its operator change; one that was exchanged and is shown again
 * ends the session, for whoever has it.
 */
export const findSession = async (pool: Pool, token: string): Promise<FoundSession> => {
  const hash = hashToken(token);
  const limits = [SESSION.idleMs, ROTATED_EACH_MS, GRACE_MS, USE_KEPT_EACH_MS, FRESH_MS];
  const row = (await pool.query<Row>(SELECT, [hash, ...limits])).rows[0];
  if (row === undefined) return { found: 'none' };
  const { session } = row;
  if (row.isReplay) {
    const { rowCount } = await pool.query(
      'update operator_session set ended_at = now() where id = $1 and ended_at is null',
      [session],
    );
    return rowCount === 1
      ? { found: 'replayed', operator: row.operator, session }
      : { found: 'none' };
  }
  if (row.isFirstUse) await confirmToken(pool, session, hash);
  if (row.isUseOld) {
    await pool.query('update operator_session set last_used_at = now() where id = $1', [session]);
  }
  const { operator: id, name, rightsVersion, grants, isFresh } = row;
  return {
    found: 'good',
    operator: { id, name, rightsVersion, grants, session: { id: session, isFresh } },
    token: row.isRotationDue ? await rotate(pool, session) : null,
  };
};
