import { z } from 'zod';
import {
  type DeliveryId,
  type DepotId,
  type Epoch,
  epoch,
  type Instant,
  type PublicKey,
  type Random16,
  type TerminalId,
} from '../../../shared/protocol/ids.ts';
import type { Pass } from '../../../shared/protocol/schemes/pass-payload.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Database, type Transaction, transaction } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { tellWithdrawn } from './pass-audience.ts';

/** A pass as operators see it; of its text there is nothing. */
export type PassView = {
  readonly once: Random16;
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  readonly audience: Pass['audience']['kind'];
  /** The terminal, if it is for one. */
  readonly terminal: { readonly id: TerminalId; readonly name: string } | null;
  /** The name of the route, if it is for one. */
  readonly route: string | null;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly state: 'active' | 'used' | 'withdrawn' | 'expired';
  readonly createdAt: Instant;
};

/** Keeps a pass: by what it is known again, and the public key that proves its hand-over. */
export const insertPass = async (
  tx: Transaction,
  depot: DepotId,
  { once, delivery, epoch, audience, notBefore, notAfter }: Pass,
  presenceKey: PublicKey,
  now: Instant,
): Promise<void> => {
  await tx.query(
    `insert into pass (depot, once, delivery, epoch, audience, terminal, route, presence_key,
       not_before, not_after, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      depot,
      once,
      delivery,
      epoch,
      audience.kind,
      audience.kind === 'terminal' ? audience.terminal : null,
      audience.kind === 'route' ? audience.route : null,
      presenceKey,
      at(notBefore),
      at(notAfter),
      at(now),
    ],
  );
};

const VIEW = `select p.once, p.delivery, p.epoch, p.audience, p.route,
    case when p.terminal is null then null
      else jsonb_build_object('id', p.terminal, 'name', terminal.name) end as terminal,
    p.not_before as "notBefore", p.not_after as "notAfter", p.state, p.created_at as "createdAt"
  from pass p left join terminal on terminal.depot = p.depot and terminal.id = p.terminal
  where p.depot = $1`;

export const viewPass = async (db: Database, depot: DepotId, once: Random16): Promise<PassView> => {
  const { rows } = await db.query<PassView>(`${VIEW} and p.once = $2`, [depot, once]);
  if (rows[0] === undefined) throw new Error(`pass ${once} is gone`);
  return rows[0];
};

/** By what passes are listed. */
export const passKey = z.tuple([epoch]);
type PassKey = z.infer<typeof passKey>;

/** A page of a delivery's passes, the newest first. */
export const listPasses = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
  page: Page<PassKey>,
): Promise<{ readonly passes: readonly PassView[] } & PageEnd> => {
  const found = await db.query<PassView>(
    `${VIEW} and p.delivery = $2 and ($3::integer is null or p.epoch < $3)
     order by p.epoch desc limit $4`,
    [depot, delivery, page.cursor?.[0] ?? null, oneMore(page)],
  );
  const { rows, end } = cutPage(found.rows, page, ({ epoch }): PassKey => [epoch]);
  return { passes: rows, ...end };
};

export type WithdrawPassProblem = 'unknown-pass' | 'pass-ended';

/** Withdraws a pass: each terminal that could take it is told at its next dock. Again is no change. */
export const withdrawPass = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  once: Random16,
): Promise<Result<PassView, WithdrawPassProblem>> =>
  transaction(pool, async (tx): Promise<Result<PassView, WithdrawPassProblem>> => {
    const { rows } = await tx.query<Pick<PassView, 'delivery' | 'state'>>(
      'select delivery, state from pass where depot = $1 and once = $2 for update',
      [depot, once],
    );
    const found = rows[0];
    if (found === undefined) return err('unknown-pass');
    if (found.state === 'used' || found.state === 'expired') return err('pass-ended');
    if (found.state === 'active') {
      await tx.query(
        `update pass set state = 'withdrawn', withdrawn_at = $3 where depot = $1 and once = $2`,
        [depot, once, at(now())],
      );
      await tellWithdrawn(tx, depot, [once], null);
      await noteAct(tx, operator, 'pass-withdrawn', { delivery: found.delivery, once }, now());
    }
    return ok(await viewPass(tx, depot, once));
  });
