import { createHash } from 'node:crypto';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { DAY, later } from '../clock.ts';
import { at, type Database, type Transaction, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';

/** For so long the same key gets the same answer. */
const KEPT_MS = DAY;

/** A request that is done once, however often it comes: whose it is, its key, and what it asks. */
export type OnceRequest = {
  readonly depot: DepotId;
  readonly operator: KnownOperator;
  readonly key: string;
  readonly fingerprint: Buffer;
};

export type OnceProblem = 'idempotency-key-reused' | 'request-running';

/** What a request asks: its method, its path, its body. A version that it names is no part of it. */
export const fingerprintOf = (method: string, path: string, body: Uint8Array): Buffer =>
  createHash('sha256').update(`${method} ${path}\n`).update(body).digest();

/** Leaves the transaction so that nothing of it stays. */
class Refused<P> extends Error {
  readonly problem: P;
  constructor(problem: P) {
    super('the act was refused');
    this.problem = problem;
  }
}

type Kept = { readonly fingerprint: Buffer; readonly answer: unknown };

const findKept = async (
  tx: Transaction,
  { depot, operator, key }: OnceRequest,
  now: Instant,
): Promise<Kept | null> =>
  (
    await tx.query<Kept>(
      `select fingerprint, answer from idempotent_request
       where depot = $1 and operator = $2 and key = $3 and expires_at > $4`,
      [depot, operator.id, key, at(now)],
    )
  ).rows[0] ?? null;

const keep = async (
  tx: Transaction,
  { depot, operator, key, fingerprint }: OnceRequest,
  answer: unknown,
  now: Instant,
): Promise<void> => {
  await tx.query(
    `insert into idempotent_request (depot, operator, key, fingerprint, answer, expires_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (depot, operator, key) do update set fingerprint = excluded.fingerprint,
       answer = excluded.answer, expires_at = excluded.expires_at`,
    [depot, operator.id, key, fingerprint, JSON.stringify(answer), at(later(now, KEPT_MS))],
  );
};

/**
 * Does an act once for each key of an operator (IETF draft `idempotency-key-header`): the act, what
 * it sets off and its answer are one transaction, so that there is no act without its answer, and
 * none that is half done. The same key with the same request gets the kept answer again; with
 * another one it is refused, and so it is while the first is still being done. An act that refuses
 * leaves nothing behind, and its key is free.
 */
export const once = async <T, P>(
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  request: OnceRequest,
  act: (tx: Transaction) => Promise<Result<T, P>>,
): Promise<Result<T, P | OnceProblem>> => {
  const { depot, operator, key, fingerprint } = request;
  try {
    return await transaction(pool, async (tx): Promise<Result<T, P | OnceProblem>> => {
      // Given back with the transaction, however it ends: a central that dies leaves no key taken.
      const { rows } = await tx.query<{ free: boolean }>(
        'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free',
        [`${depot}/${operator.id}/${key}`],
      );
      if (rows[0]?.free !== true) return err('request-running');
      const kept = await findKept(tx, request, now());
      if (kept !== null) {
        return kept.fingerprint.equals(fingerprint)
          ? ok(kept.answer as T)
          : err('idempotency-key-reused');
      }
      const done = await act(tx);
      if (!done.ok) throw new Refused(done.error);
      await keep(tx, request, done.value, now());
      return done;
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.problem as P);
    throw error;
  }
};

/** Forgets the answers of a depot that nobody can ask for again. */
export const forgetAnswers = async (db: Database, depot: DepotId, now: Instant): Promise<void> => {
  await db.query('delete from idempotent_request where depot = $1 and expires_at <= $2', [
    depot,
    at(now),
  ]);
};
