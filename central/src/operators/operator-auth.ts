import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KnownOperator } from '../actors.ts';
import type { Now } from '../clock.ts';
import { at, type Database, type Pool, transaction } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';

/** Tokens have 256 random bits, so a plain hash of one cannot be reversed by guessing. */
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

const findOperator = async (db: Database, token: string): Promise<KnownOperator | null> => {
  const found = await db.query<KnownOperator>(
    'select id, name from staff_token where token_hash = $1 and revoked_at is null',
    [hashToken(token)],
  );
  return found.rows[0] ?? null;
};

/** A hook that lets only requests with a valid `Authorization: Bearer` token through. */
export const makeOperatorAuth =
  (db: Database) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const match = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '');
    const operator = match?.[1] === undefined ? null : await findOperator(db, match[1]);
    if (operator === null) return sendProblem(reply, 'unauthorised');
    request.operator = operator;
    return undefined;
  };

/** The operator behind a request that passed the hook. */
export const operatorOf = (request: FastifyRequest): KnownOperator => {
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
 * At the very first start: makes the first operator's token and writes it to a file for its owner
 * alone. The database keeps the hash; the file is the only place that has the token.
 */
export const makeFirstToken = (pool: Pool, file: string, now: Now): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('lock table staff_token in access exclusive mode');
    const { rowCount } = await tx.query('select 1 from staff_token limit 1');
    if (rowCount !== 0) return;
    const token = randomBytes(32).toString('base64url');
    await tx.query(
      'insert into staff_token (id, name, token_hash, created_at) values ($1, $2, $3, $4)',
      [randomUUID(), 'operator', hashToken(token), at(now())],
    );
    await writeSecretFile(file, `${token}\n`);
  });
