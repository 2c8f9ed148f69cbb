import { MINUTE, SECOND } from '../clock.ts';
import type { Database } from '../database/pool.ts';
import { networkOf } from '../http/network-of.ts';
import type { Ports } from '../ports.ts';
import { interval } from '../sessions/sessions.ts';
import { keyedHash } from './secrets.ts';

/** So many tries at once, and one more after each `eachMs`. */
type Limit = { readonly atOnce: number; readonly eachMs: number };

/**
 * An address tries for many people, as an office behind one does; an account is tried from its own
 * and, by whoever guesses, from many.
 */
const LIMITS = {
  address: { atOnce: 60, eachMs: 5 * SECOND },
  account: { atOnce: 20, eachMs: 3 * MINUTE },
  both: { atOnce: 5, eachMs: MINUTE },
} as const satisfies Record<string, Limit>;

type Keys = Pick<Ports['keys'], 'signIn'>;

/**
 * Who tries, and from where; `account` is what somebody typed, whether it is one or not. Null: who it is
 * comes of what they show, and cannot be guessed.
 */
export type Tried = { readonly account: string | null; readonly address: string };

const subjectsOf = (keys: Keys, { account, address }: Tried) => {
  const from = networkOf(address);
  const subject = (kind: string, of: string) => keyedHash(keys, 'limit', `${kind} ${of}`);
  const all = { ...LIMITS.address, subject: subject('address', from) };
  if (account === null) return [all];
  const whose = account.trim().toLowerCase();
  return [
    all,
    { ...LIMITS.both, subject: subject('both', `${from} ${whose}`) },
    { ...LIMITS.account, subject: subject('account', whose) },
  ];
};

/** Counts a try; 0, or how long to wait where there were too many, in milliseconds. */
const take = async (
  db: Database,
  { subject, atOnce, eachMs }: Limit & { readonly subject: Buffer },
): Promise<number> => {
  const taken = await db.query(
    `insert into sign_in_limit as l (subject, filled_at) values ($1, now() + ${interval('$2')})
     on conflict (subject) do update
       set filled_at = greatest(l.filled_at, now()) + ${interval('$2')}
       where l.filled_at + ${interval('$2')} <= now() + ${interval('$3')}`,
    [subject, eachMs, atOnce * eachMs],
  );
  if (taken.rowCount === 1) return 0;
  const { rows } = await db.query<{ wait: number }>(
    `select extract(epoch from filled_at - now())::float8 * 1000 as wait from sign_in_limit
     where subject = $1`,
    [subject],
  );
  return Math.max(SECOND, (rows[0]?.wait ?? 0) - (atOnce - 1) * eachMs);
};

/**
 * Counts a try before it is made, so that many at one time are counted as well. Gives 0, or how long
 * to wait, in milliseconds.
 */
export const takeTry = async (db: Database, keys: Keys, tried: Tried): Promise<number> => {
  for (const limit of subjectsOf(keys, tried)) {
    const waitMs = await take(db, limit);
    if (waitMs > 0) return waitMs;
  }
  return 0;
};

/** A try that was right is none against the account, and takes nothing from its address. */
export const giveTryBack = async (db: Database, keys: Keys, tried: Tried): Promise<void> => {
  const [address, ...account] = subjectsOf(keys, tried);
  await db.query('delete from sign_in_limit where subject = any($1)', [
    account.map(({ subject }) => subject),
  ]);
  await db.query(
    `update sign_in_limit set filled_at = filled_at - ${interval('$2')} where subject = $1`,
    [address?.subject, address?.eachMs],
  );
};

/** Forgets those who may try as often as anybody. */
export const forgetTries = async (db: Database): Promise<void> => {
  await db.query('delete from sign_in_limit where filled_at < now()');
};
