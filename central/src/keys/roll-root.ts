import type { RootStatement } from '../../../shared/protocol/api/roots.ts';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { DAY, later } from '../clock.ts';
import { at, type Pool, type Transaction, transaction } from '../database/pool.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';
import { openAll } from './central-keys.ts';
import { readMasterKey } from './master-key.ts';
import { type KeyRow, LOCK_KEYS, makeKey, nextListing, readKeys } from './roll-keys.ts';
import { inOrder, isPrepared } from './roots.ts';

/** A root key without its secret, and how many terminals are known to trust it. */
export type ShownRoot = {
  readonly id: string;
  readonly publicKey: PublicKey;
  /** `former`: it signs lists for terminals that do not know of its successor. */
  readonly state: 'former' | 'current' | 'next';
  readonly madeAt: Instant;
  readonly terminals: number;
};

/** Neither revoked nor wiped: what may still dock. */
const COUNT = `select root, count(*) as n from terminal
  where revoked_at is null and not exists (select from entry
    where entry.depot = terminal.depot and entry.terminal = terminal.id
      and kind = 'wiped' and sequence = terminal.acknowledged)
  group by root`;

/** The root keys in their order. */
export const listRoots = async (pool: Pool): Promise<readonly ShownRoot[]> => {
  const rows = inOrder((await readKeys(pool)).map((row) => ({ row }))).map(({ row }) => row);
  const counted = await pool.query<{ root: string | null; n: number }>(COUNT);
  const countOf = (id: string | null): number =>
    Number(counted.rows.find(({ root }) => root === id)?.n ?? 0);
  const told = rows.filter((row) => !isPrepared(row)).length;
  return rows.flatMap(({ id, publicKey, listedAt }, place): ShownRoot[] => {
    if (publicKey === null) return [];
    const terminals = countOf(id) + (place === 0 ? countOf(null) : 0);
    const since = place - (told - 1);
    const state = since === 0 ? 'current' : since < 0 ? 'former' : 'next';
    return [{ id, publicKey, state, madeAt: listedAt, terminals }];
  });
};

/** Opens the keys while nobody else changes them, and forgets them afterwards. */
const withKeys = <T>(
  pool: Pool,
  keyFile: string,
  act: (
    tx: Transaction,
    keys: readonly KeyRow[],
    master: Uint8Array,
    secretOf: (id: string) => Uint8Array,
  ) => Promise<Result<T, StartProblem>>,
): Promise<Result<T, StartProblem>> =>
  transaction(pool, async (tx): Promise<Result<T, StartProblem>> => {
    await tx.query(LOCK_KEYS);
    const keys = await readKeys(tx);
    const master = await readMasterKey(keyFile, false);
    if (!master.ok) return master;
    try {
      const opened = openAll(master.value, keys, keyFile);
      if (!opened.ok) return opened;
      try {
        return await act(tx, keys, master.value, (id) => {
          const key = opened.value.find(({ row }) => row.id === id);
          if (key === undefined) throw new Error(`the database has no key ${id}`);
          return key.secret;
        });
      } finally {
        for (const { secret } of opened.value) wipe(secret);
      }
    } finally {
      wipe(master.value);
    }
  });

const rootsOf = (keys: readonly KeyRow[]) => {
  const roots = inOrder(keys.map((row) => ({ row }))).map(({ row }) => row);
  return {
    number: roots.length,
    newest: roots.findLast((row) => !isPrepared(row)),
    next: roots.find(isPrepared),
  };
};

export type PreparedRoot = { readonly id: string; readonly publicKey: PublicKey };

/**
 * Makes the root key that follows the one in force, and the statement by which that one names it. Nobody
 * is told of it: it waits until every backup that may be restored has it.
 */
export const prepareRoot = (
  pool: Pool,
  keyFile: string,
  now: Instant,
  note: (tx: Transaction, root: string) => Promise<void>,
): Promise<Result<PreparedRoot, StartProblem>> =>
  withKeys(pool, keyFile, async (tx, keys, master, secretOf) => {
    const { number, newest, next } = rootsOf(keys);
    if (newest === undefined) throw new Error('the database has no root key');
    if (next !== undefined) {
      const day = new Date(next.listedAt).toISOString().slice(0, 10);
      const sentence = `The next root key, ${next.id}, was prepared on ${day}. There is one at a time.`;
      return err(startProblem('root-prepared', sentence));
    }
    const signer = makeSigner(secretOf(newest.id));
    let made: PublicKey | null = null;
    const stated = (publicKey: PublicKey) => {
      made = publicKey;
      const [from, following] = [signer.publicKey, number + 1];
      const said: RootStatement = { version: 1, number: following, from, next: publicKey };
      return signDocument('root', newest.id, signer, said);
    };
    const id = await makeKey(tx, master, 'root', now, nextListing(keys, now), null, stated);
    if (made === null) throw new Error('a root key without a public half');
    await note(tx, id);
    return ok({ id, publicKey: made });
  });

export type RolledRoot = { readonly root: string; readonly before: string };

/**
 * Puts the prepared root key in force: terminals are told of it from their next docking on, and never go
 * back. `oldestBackup`: the day of the oldest backup that may still be restored, which must have it.
 */
export const rollRoot = (
  pool: Pool,
  keyFile: string,
  now: Instant,
  oldestBackup: Instant,
  note: (tx: Transaction, rolled: RolledRoot) => Promise<void>,
): Promise<Result<RolledRoot, StartProblem>> =>
  withKeys(pool, keyFile, async (tx, keys) => {
    const { newest, next } = rootsOf(keys);
    if (newest === undefined) throw new Error('the database has no root key');
    if (next === undefined) {
      const sentence = 'No next root key is prepared. To make one: central prepare-root.';
      return err(startProblem('root-not-prepared', sentence));
    }
    // A day of slack: the backup's day is that of some time zone.
    if (oldestBackup > now || later(next.listedAt, DAY) > oldestBackup) {
      const day = new Date(next.listedAt + 2 * DAY).toISOString().slice(0, 10);
      const sentence = `A backup may be restored that does not have the next root key: terminals that were told of it would then be lost. Wait until the oldest one is of ${day} or later.`;
      return err(startProblem('backup-before-root', sentence));
    }
    await tx.query('update central_key set told_at = $2 where id = $1', [
      next.id,
      at(nextListing(keys, now)),
    ]);
    const rolled = { root: next.id, before: newest.id };
    await note(tx, rolled);
    return ok(rolled);
  });
