import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedInOperator } from '../actors.ts';
import { MINUTE, type Now } from '../clock.ts';
import { at, type Database, type Pool, transaction } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';
import { hasAdmin, hashToken, makeKey } from './operator-keys.ts';

/** So often the time of a key's last use is kept: not with each request. */
const USE_KEPT_EACH_MS = MINUTE;

type Found = SignedInOperator & { readonly key: string; readonly isUseOld: boolean };

const findOperator = async (db: Database, token: string, now: Now): Promise<Found | null> =>
  (
    await db.query<Found>(
      `select o.id, o.name, k.id as key,
         k.last_used_at is null or k.last_used_at < $3 as "isUseOld",
         (select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'depot', g.depot)), '[]')
          from operator_grant g where g.operator = o.id) as grants
       from operator_key k join operator o on o.id = k.operator
       where k.token_hash = $1 and k.revoked_at is null and o.removed_at is null
         and (k.expires_at is null or k.expires_at > $2)`,
      [hashToken(token), at(now()), new Date(now() - USE_KEPT_EACH_MS)],
    )
  ).rows[0] ?? null;

/** A hook that lets only requests with a valid `Authorization: Bearer` token (RFC 6750) through. */
export const makeOperatorAuth =
  (db: Database, now: Now) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const match = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '');
    const found = match?.[1] === undefined ? null : await findOperator(db, match[1], now);
    if (found === null) return sendProblem(reply, 'unauthorised');
    const { key, isUseOld, ...operator } = found;
    if (isUseOld) {
      const used = 'update operator_key set last_used_at = $2 where id = $1';
      await db.query(used, [key, at(now())]);
    }
    request.operator = operator;
    return undefined;
  };

/** The operator behind a request that passed the hook. */
export const operatorOf = (request: FastifyRequest): SignedInOperator => {
  if (request.operator === null) throw new Error('a route of operators without its hook');
  return request.operator;
};

const writeSecretFile = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * At the very first start, and where nobody who may do everything has a key that is still good: makes
 * an operator who may, and writes the token to a file for its owner alone. Whoever starts central has
 * its database and its keys anyway. The database keeps the hash; the file alone has the token.
 */
export const makeFirstToken = (pool: Pool, file: string, now: Now): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('lock table operator in access exclusive mode');
    if (await hasAdmin(tx, now())) return;
    const id = randomUUID();
    // Of a name that is taken, the audit still tells them apart by what stands behind it.
    await tx.query(
      `insert into operator (id, name, kind, created_at)
       select $1::uuid, case when exists (select 1 from operator where lower(name) = $2::text)
         then $2::text || ' ' || $1::text else $2::text end, 'integration', $3`,
      [id, 'first key', at(now())],
    );
    await tx.query("insert into operator_grant (operator, name) values ($1, 'admin')", [id]);
    const { token } = await makeKey(tx, id, null, now());
    await writeSecretFile(file, `${token}\n`);
  });
