import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, DepotId, Instant, TokenId } from '../../../shared/protocol/ids.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, brokenUnique, type Database, transaction } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { withdrawIssues } from '../manifest/withdraw-issues.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { type NewToken, readSecrets, type TokenProblem, type TokenScheme } from './token-kinds.ts';
import { sealSecret } from './token-verifier.ts';

/** A customer's token as operators see it; of its secrets there is nothing. */
export type TokenView = {
  readonly id: TokenId;
  readonly depot: DepotId;
  readonly serial: string;
  readonly kind: TokenScheme['kind'];
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly next: MovingFactor;
  readonly status: 'active' | 'revoked';
  /** Open deliveries to its owner. */
  readonly open: number;
  readonly createdAt: Instant;
};

const VIEW = `select id, depot, serial, kind, parameters, next,
    case when revoked_at is null then 'active' else 'revoked' end as status,
    (select count(*) from delivery where delivery.depot = token.depot
      and delivery.token = token.id and status = 'open') as open,
    created_at as "createdAt"
  from token where depot = $1`;

/** By what tokens are listed. */
export const tokenKey = z.tuple([z.string()]);
type TokenKey = z.infer<typeof tokenKey>;

export type TokenFilter = Page<TokenKey> & { readonly serial?: string | undefined };

/** A page of a depot's tokens, by their serial numbers. */
export const listTokens = async (
  db: Database,
  depot: DepotId,
  { serial, ...page }: TokenFilter,
): Promise<{ readonly tokens: readonly TokenView[] } & PageEnd> => {
  const found = await db.query<TokenView>(
    `${VIEW} and ($2::text is null or serial = $2) and ($3::text is null or serial > $3)
     order by serial limit $4`,
    [depot, serial ?? null, page.cursor?.[0] ?? null, oneMore(page)],
  );
  const { rows, end } = cutPage(found.rows, page, ({ serial }): TokenKey => [serial]);
  return { tokens: rows, ...end };
};

const viewToken = async (db: Database, depot: DepotId, id: TokenId): Promise<TokenView> => {
  const { rows } = await db.query<TokenView>(`${VIEW} and id = $2`, [depot, id]);
  if (rows[0] === undefined) throw new Error(`token ${id} is gone`);
  return rows[0];
};

/** Adds a customer's token. Its seed is kept only sealed. */
export const addToken = async (
  ports: Pick<Ports, 'pool' | 'keys' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  given: NewToken,
): Promise<Result<TokenView, TokenProblem | 'serial-taken'>> => {
  const secrets = readSecrets(given);
  if (!secrets.ok) return secrets;
  const { seed, pin } = secrets.value;
  const id = randomUUID() as TokenId;
  const { kind, ...parameters } = given.scheme;
  try {
    await transaction(ports.pool, async (tx) => {
      await tx.query(
        `insert into token (depot, id, serial, kind, parameters, sealed_seed, sealed_pin, next,
           created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          depot,
          id,
          given.serial,
          kind,
          JSON.stringify(parameters),
          sealSecret(ports, id, 'seed', seed),
          pin === null ? null : sealSecret(ports, id, 'pin', pin),
          given.next ?? 0,
          at(ports.now()),
        ],
      );
      await noteAct(tx, operator, 'token-added', { token: id, depot }, ports.now());
    });
  } catch (error) {
    if (brokenUnique(error) === 'token_depot_serial_key') return err('serial-taken');
    throw error;
  } finally {
    wipe(seed, ...(pin === null ? [] : [pin]));
  }
  return ok(await viewToken(ports.pool, depot, id));
};

/**
 * Revokes a token, for good. What was issued for it is withdrawn: at their next dock the terminals
 * get these deliveries anew, with a code. Null if there is no such token.
 */
export const revokeToken = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  token: TokenId,
): Promise<TokenView> =>
  transaction(pool, async (tx) => {
    await tx.query('select 1 from token where depot = $1 and id = $2 for update', [depot, token]);
    const revoked = await tx.query(
      `update token set revoked_at = $3
       where depot = $1 and id = $2 and revoked_at is null`,
      [depot, token, at(now())],
    );
    if (revoked.rowCount === 1) {
      const held = await tx.query<{ delivery: DeliveryId }>(
        `select delivery from issue where depot = $1 and token = $2 and state = 'active'`,
        [depot, token],
      );
      await withdrawIssues(
        tx,
        depot,
        held.rows.map((row) => row.delivery),
        now(),
      );
      await tx.query(
        `update delivery set version = version + 1
         where depot = $1 and token = $2 and status = 'open'`,
        [depot, token],
      );
      await noteAct(tx, operator, 'token-revoked', { token }, now());
    }
    return viewToken(tx, depot, token);
  });
