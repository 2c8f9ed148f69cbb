import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Pool } from '../database/pool.ts';
import { networkOf } from './network-of.ts';
import { sendProblem } from './problems.ts';

/** How many requests are taken a minute; 0: however many come. */
export type RateLimits = { readonly perOperator: number; readonly perAddress: number };

const WINDOW_S = 60;
/** A process takes at most so large a part of a minute's requests at once. */
const PART = 1 / 40;
/** What a process took and did not need is gone after this, in milliseconds. */
const KEPT_MS = 2_000;

/** What of a limit is left, and in how many seconds all of it is again. */
type Left = { readonly remaining: number; readonly resetS: number };
type Taken =
  | ({ readonly ok: true; readonly size: number } & Left)
  | ({ readonly ok: false; readonly waitS: number } & Left);

type Row = { readonly filled: number };

/**
 * Takes some of a subject's requests of this minute in the database, if they are there: all processes
 * count together, by its clock (a bucket that runs empty: GCRA).
 */
const takeThere = async (
  db: Database,
  subject: Buffer,
  limit: number,
  wanted: number,
): Promise<Taken> => {
  const each = WINDOW_S / limit;
  const { rows } = await db.query<Row>(
    `insert into request_limit as l (subject, filled_at)
       values ($1, now() + $2 * interval '1 second')
     on conflict (subject) do update
       set filled_at = greatest(l.filled_at, now()) + $2 * interval '1 second'
       where greatest(l.filled_at, now()) + $2 * interval '1 second'
         <= now() + $3 * interval '1 second'
     returning extract(epoch from filled_at - now())::float8 as filled`,
    [subject, wanted * each, WINDOW_S],
  );
  const [taken] = rows;
  if (taken !== undefined) {
    const remaining = Math.max(0, Math.floor((WINDOW_S - taken.filled) / each + 1e-6));
    return { ok: true, size: wanted, remaining, resetS: Math.ceil(taken.filled) };
  }
  if (wanted > 1) return takeThere(db, subject, limit, 1);
  const full = await db.query<Row>(
    `select extract(epoch from filled_at - now())::float8 as filled from request_limit
     where subject = $1`,
    [subject],
  );
  const filled = full.rows[0]?.filled ?? 0;
  const waitS = Math.max(1, Math.ceil(filled + each - WINDOW_S));
  return { ok: false, remaining: 0, resetS: Math.ceil(filled), waitS };
};

type Lease = {
  /** How many were taken, and how many of them are left here. */
  readonly size: number;
  left: number;
  readonly until: number;
  readonly last: Taken;
};

/**
 * Counts requests of subjects. Who asks now and then takes one at a time, who asks a lot ever more at
 * once: so the database is asked seldom, and little is taken in vain, at however many processes. Of
 * requests that come together one asks, and the others wait for it. `now`: milliseconds of a clock
 * that only runs forward.
 */
export const makeRateLimit = (db: Database, limit: number, now: () => number) => {
  const leases = new Map<string, Lease>();
  const asking = new Map<string, Promise<Lease>>();
  const part = Math.max(1, Math.floor(limit * PART));
  const forget = (moment: number): void => {
    for (const [subject, { until }] of leases) if (until <= moment) leases.delete(subject);
  };
  const takeMore = async (subject: string, wanted: number): Promise<Lease> => {
    const hash = createHash('sha256').update(subject).digest();
    const last = await takeThere(db, hash, limit, wanted);
    const moment = now();
    if (leases.size > 1_000) forget(moment);
    // Who asks too often is told so from here, until it is worth asking again.
    const until = moment + (last.ok ? KEPT_MS : last.waitS * 1_000);
    const size = last.ok ? last.size : 0;
    const lease = { size, left: size, until, last };
    leases.set(subject, lease);
    return lease;
  };
  return async (subject: string): Promise<Taken> => {
    for (;;) {
      const known = leases.get(subject);
      const isGood = known !== undefined && now() < known.until;
      if (isGood && !known.last.ok) return known.last;
      if (isGood && known.left > 0) {
        known.left--;
        return { ...known.last, remaining: known.last.remaining + known.left };
      }
      const wanted = isGood ? Math.min(part, 2 * known.size) : 1;
      const more =
        asking.get(subject) ?? takeMore(subject, wanted).finally(() => void asking.delete(subject));
      asking.set(subject, more);
      await more;
    }
  };
};

/** As structured fields (draft-ietf-httpapi-ratelimit-headers). */
const tell = (reply: FastifyReply, name: string, limit: number, taken: Taken): void => {
  const before = (header: string): string => {
    const told = reply.getHeader(header);
    return told === undefined ? '' : `${told}, `;
  };
  reply.header(
    'ratelimit-policy',
    `${before('ratelimit-policy')}"${name}";q=${limit};w=${WINDOW_S}`,
  );
  reply.header(
    'ratelimit',
    `${before('ratelimit')}"${name}";r=${taken.remaining};t=${taken.resetS}`,
  );
};

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

const hookOf = (
  pool: Pool,
  name: string,
  limit: number,
  subjectOf: (request: FastifyRequest) => string,
): Hook => {
  const take = makeRateLimit(pool, limit, () => performance.now());
  return async (request, reply) => {
    const taken = await take(`${name} ${subjectOf(request)}`);
    tell(reply, name, limit, taken);
    if (taken.ok) return undefined;
    reply.header('retry-after', String(taken.waitS));
    return sendProblem(reply, 'too-many-requests');
  };
};

/** Limits the requests of one address, whoever asks from there: before anything else is looked at. */
export const limitAddresses = (scope: FastifyInstance, pool: Pool, limits: RateLimits): void => {
  if (limits.perAddress === 0) return;
  scope.addHook(
    'onRequest',
    hookOf(pool, 'address', limits.perAddress, ({ ip }) => networkOf(ip)),
  );
};

/** Limits the requests of one operator, by all their keys and sessions: once it is known who asks. */
export const limitOperators = (scope: FastifyInstance, pool: Pool, limits: RateLimits): void => {
  if (limits.perOperator === 0) return;
  scope.addHook(
    'onRequest',
    hookOf(pool, 'operator', limits.perOperator, ({ operator }) => operator?.id ?? 'nobody'),
  );
};

/** Forgets who has all of their requests again. */
export const forgetRequests = async (db: Database): Promise<void> => {
  await db.query('delete from request_limit where filled_at < now()');
};
