import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Argon2Parameters } from '../../../shared/protocol/crypto/argon2id.ts';
import type { Database, Transaction } from '../database/pool.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import type { Ports } from '../ports.ts';
import { normalPassword } from './judge-password.ts';
import { keyedHash } from './secrets.ts';

type Context = Pick<Ports, 'keys' | 'cost' | 'hashPassword'>;

/** A password as the database has it: Argon2id of its keyed hash. */
export type PasswordHash = Argon2Parameters & { readonly salt: Buffer; readonly hash: Buffer };

/** More that wait than this are not served in time; each has come by the limits before. */
const MOST_WAITING = 40;
let waiting = 0;

const hash = async (
  { keys, hashPassword }: Context,
  password: string,
  salt: Uint8Array,
  cost: Argon2Parameters,
): Promise<Buffer> => {
  if (waiting >= MOST_WAITING) throw new ThrownProblem('sign-in-busy');
  waiting++;
  try {
    const keyed = keyedHash(keys, 'password', normalPassword(password));
    return Buffer.from(await hashPassword(keyed, salt, cost));
  } finally {
    waiting--;
  }
};

export const makePasswordHash = async (
  context: Context,
  password: string,
): Promise<PasswordHash> => {
  const salt = randomBytes(16);
  return { ...context.cost, salt, hash: await hash(context, password, salt, context.cost) };
};

/** Whether this is the password. Where there is none, or nobody, it takes as long to say no. */
export const isPassword = async (
  context: Context,
  password: string,
  known: PasswordHash | null,
): Promise<boolean> => {
  const {
    salt,
    hash: expected,
    ...cost
  } = known ?? {
    ...context.cost,
    salt: Buffer.alloc(16),
    hash: Buffer.alloc(32),
  };
  const isEqual = timingSafeEqual(await hash(context, password, salt, cost), expected);
  return isEqual && known !== null;
};

export const readPassword = async (db: Database, operator: string): Promise<PasswordHash | null> =>
  (
    await db.query<PasswordHash>(
      `select salt, memory_kib as "memoryKiB", passes, lanes, hash from operator_password
       where operator = $1`,
      [operator],
    )
  ).rows[0] ?? null;

/** Puts a password in place of the one before. */
export const putPassword = async (
  tx: Transaction,
  operator: string,
  { salt, memoryKiB, passes, lanes, hash: hashed }: PasswordHash,
): Promise<void> => {
  await tx.query(
    `insert into operator_password (operator, salt, memory_kib, passes, lanes, hash)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (operator) do update set salt = excluded.salt, memory_kib = excluded.memory_kib,
       passes = excluded.passes, lanes = excluded.lanes, hash = excluded.hash, changed_at = now()`,
    [operator, salt, memoryKiB, passes, lanes, hashed],
  );
};
