import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedInOperator } from '../actors.ts';
import type { Database } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { findSession } from '../sessions/find-session.ts';
import { isFromOwnPage } from '../sessions/own-site.ts';
import { hashToken } from '../sessions/secret-token.ts';
import { readCookie, sessionCookie, setCookie } from '../sessions/session-cookie.ts';
import { noteOwnAct } from './acts.ts';

type Found = SignedInOperator & { readonly key: string; readonly isUseOld: boolean };

/** The time of a key's last use is kept each minute, not with each request. */
const findByKey = async (db: Database, token: string): Promise<SignedInOperator | null> => {
  const { rows } = await db.query<Found>(
    `select o.id, o.name, o.rights_version as "rightsVersion", null as session, k.id as key,
       k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as "isUseOld",
       (select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'depot', g.depot)), '[]')
        from operator_grant g where g.operator = o.id) as grants
     from operator_key k join operator o on o.id = k.operator
     where k.token_hash = $1 and k.revoked_at is null and o.removed_at is null
       and (k.expires_at is null or k.expires_at > now())`,
    [hashToken(token)],
  );
  if (rows[0] === undefined) return null;
  const { key, isUseOld, ...operator } = rows[0];
  if (isUseOld) await db.query('update operator_key set last_used_at = now() where id = $1', [key]);
  return operator;
};

type Context = Pick<Ports, 'pool' | 'now' | 'publicUrl'>;

/** Gives the browser its session's new token, if it is time for one. */
const findByCookie = async (
  { pool, now, publicUrl }: Context,
  token: string,
  reply: FastifyReply,
): Promise<SignedInOperator | null> => {
  const session = await findSession(pool, token);
  if (session.found === 'replayed') {
    const { operator, session: id } = session;
    await noteOwnAct(pool, 'session-replayed', { operator, session: id }, now());
  }
  if (session.found !== 'good') return null;
  if (session.token !== null) setCookie(reply, sessionCookie(publicUrl()), session.token);
  return session.operator;
};

/**
 * A hook that lets only operators through: by a key in `Authorization: Bearer` (RFC 6750), or by the
 * cookie of a session, from central's own pages alone.
 */
export const makeOperatorAuth =
  (context: Context) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization)?.[1];
      if (key !== undefined) request.operator = await findByKey(context.pool, key);
    } else {
      const token = readCookie(request, sessionCookie(context.publicUrl()));
      if (token !== null && !isFromOwnPage(request, context.publicUrl())) {
        return sendProblem(reply, 'cross-site');
      }
      if (token !== null) request.operator = await findByCookie(context, token, reply);
    }
    return request.operator === null ? sendProblem(reply, 'unauthorised') : undefined;
  };

/** The operator behind a request that passed the hook. */
export const operatorOf = (request: FastifyRequest): SignedInOperator => {
  if (request.operator === null) throw new Error('a route of operators without its hook');
  return request.operator;
};
