import { signDocument } from '../../../shared/protocol/api/signed.ts';
import type { Hash } from '../../../shared/protocol/ids.ts';
import {
  type ChainEnd,
  hashAct,
  type PlacedAct,
} from '../../../shared/protocol/verify/act-chain.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';

/** So many get their place in one transaction. */
const AT_ONCE = 1_000;

type Last = { readonly place: number; readonly hash: Hash | null };

const lastOf = async (tx: Transaction): Promise<Last> =>
  (
    await tx.query<Last>(
      'select place, hash from audit where place is not null order by place desc limit 1',
    )
  ).rows[0] ?? { place: 0, hash: null };

const placeSome = async (tx: Transaction, last: Last): Promise<Last> => {
  const { rows } = await tx.query<Omit<PlacedAct, 'place'> & { id: number }>(
    'select id, at, actor, act, subject from audit where place is null order by id limit $1',
    [AT_ONCE],
  );
  let { place, hash } = last;
  const placed = rows.map(({ id, ...act }) => {
    place++;
    hash = hashAct({ ...act, place }, hash);
    return { id, place, hash };
  });
  await tx.query(
    `update audit set place = new.place, hash = new.hash
     from unnest($1::bigint[], $2::bigint[], $3::text[]) as new (id, place, hash)
     where audit.id = new.id`,
    [placed.map((one) => one.id), placed.map((one) => one.place), placed.map((one) => one.hash)],
  );
  return { place, hash };
};

/**
 * Gives every act that was committed and has none its place in the chain, and signs the chain's new
 * end. Acts do not wait for one another for it: one that is still being done when others get their
 * place comes after them.
 */
export const placeActs = async ({
  pool,
  keys,
  followKeys,
  now,
}: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>): Promise<void> => {
  await followKeys();
  const placeOnce = (): Promise<boolean> =>
    transaction(pool, async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtextextended('audit', 0))");
      const before = await lastOf(tx);
      const { place, hash } = await placeSome(tx, before);
      if (place === before.place || hash === null) return false;
      const end: ChainEnd = { place, hash, at: now() };
      const { id, signer } = keys.signing('audit', end.at);
      await tx.query('insert into audit_end (place, document) values ($1, $2)', [
        place,
        JSON.stringify(signDocument('audit', id, signer, end)),
      ]);
      return place === before.place + AT_ONCE;
    });
  while (await placeOnce());
};
