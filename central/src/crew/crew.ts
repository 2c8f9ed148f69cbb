import { randomUUID } from 'node:crypto';
import { toBase64url, utf8, wipe } from '../../../shared/protocol/codec/bytes.ts';
import { badgeHash, formatBadge } from '../../../shared/protocol/crew/badge.ts';
import { type PinVerifier, sealPin } from '../../../shared/protocol/crew/pin.ts';
import type { StaffRole } from '../../../shared/protocol/crew/roster.ts';
import type { DepotId, Instant, Random16, StaffId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import {
  at,
  brokenUnique,
  type Database,
  type Transaction,
  transaction,
} from '../database/pool.ts';
import { type Act, noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { holdRoster, readRoster, tellTerminals } from './tell-terminals.ts';

/** One of a depot's staff as the office sees them: nothing of badge and PIN but that there is one. */
export type StaffView = {
  readonly id: StaffId;
  readonly depot: DepotId;
  readonly number: number;
  readonly name: string;
  readonly role: StaffRole;
  readonly badge: boolean;
  readonly pin: boolean;
  readonly createdAt: Instant;
};

/** A badge's text goes out once, with its answer, and is nowhere else. */
export type WithBadge = { readonly member: StaffView; readonly badge: string };

export type NewStaff = {
  readonly name: string;
  readonly role: StaffRole;
  /** The next free one of the depot if it is left out. */
  readonly number?: number | undefined;
};

const VIEW = `select id, depot, number, name, role, badge is not null as badge,
  pin is not null as pin, created_at as "createdAt" from staff where depot = $1 and removed_at is null`;

/** A depot's staff by number. */
export const listStaff = async (db: Database, depot: DepotId): Promise<StaffView[]> =>
  (await db.query<StaffView>(`${VIEW} order by number`, [depot])).rows;

const viewStaff = async (db: Database, depot: DepotId, id: StaffId): Promise<StaffView | null> =>
  (await db.query<StaffView>(`${VIEW} and id = $2`, [depot, id])).rows[0] ?? null;

const tellOf = async (tx: Transaction, { id, depot }: StaffView): Promise<void> => {
  const member = (await readRoster(tx, depot)).find((one) => one.id === id);
  if (member === undefined) throw new Error(`staff ${id} is gone`);
  await tellTerminals(tx, depot, { type: 'staff', ...member });
};

/** The id of the driver of this name, who is made if there is none. */
const driverOf = async (
  tx: Transaction,
  depot: DepotId,
  name: string,
  now: Instant,
): Promise<string> => {
  await tx.query(
    `insert into driver (depot, id, name, created_at) values ($1, $2, $3, $4)
     on conflict (depot, name) do nothing`,
    [depot, randomUUID(), name, at(now)],
  );
  const { rows } = await tx.query<{ id: string }>(
    'select id from driver where depot = $1 and name = $2',
    [depot, name],
  );
  if (rows[0] === undefined) throw new Error('a driver was made and is gone');
  return rows[0].id;
};

const nextNumber = async (tx: Transaction, depot: DepotId): Promise<number> =>
  (
    await tx.query<{ next: number }>(
      'select coalesce(max(number), 0) + 1 as next from staff where depot = $1',
      [depot],
    )
  ).rows[0]?.next ?? 1;

/** Adds one to a depot's staff, with a badge. A driver is the one of that name whom routes know. */
export const addStaff = async (
  { pool, now, random }: Pick<Ports, 'pool' | 'now' | 'random'>,
  operator: KnownOperator,
  depot: DepotId,
  { name, role, number }: NewStaff,
): Promise<Result<WithBadge, 'name-taken' | 'number-taken'>> => {
  const secret = random(16);
  try {
    const member = await transaction(pool, async (tx) => {
      await holdRoster(tx, depot);
      const id = role === 'driver' ? await driverOf(tx, depot, name, now()) : randomUUID();
      // Whoever was removed and comes back is the same driver as before.
      const { rowCount } = await tx.query(
        `insert into staff (depot, id, number, name, role, badge, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (depot, id) do update set number = excluded.number, badge = excluded.badge,
           removed_at = null, created_at = excluded.created_at
         where staff.removed_at is not null`,
        [
          depot,
          id,
          number ?? (await nextNumber(tx, depot)),
          name,
          role,
          badgeHash(secret),
          at(now()),
        ],
      );
      const added = rowCount === 1 ? await viewStaff(tx, depot, id as StaffId) : null;
      if (added === null) return null;
      await tellOf(tx, added);
      await noteAct(tx, operator, 'staff-added', { staff: id, depot }, now());
      return added;
    });
    return member === null ? err('name-taken') : ok({ member, badge: formatBadge(secret) });
  } catch (error) {
    const broken = brokenUnique(error);
    if (broken === 'staff_name') return err('name-taken');
    if (broken === 'staff_number') return err('number-taken');
    throw error;
  } finally {
    wipe(secret);
  }
};

/** Changes one of the staff, tells the terminals, and notes who did it; null if there is none. */
const change = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  id: StaffId,
  act: Act,
  work: (tx: Transaction) => Promise<unknown>,
): Promise<StaffView | null> =>
  transaction(pool, async (tx) => {
    const before = await viewStaff(tx, depot, id);
    if (before === null) return null;
    await holdRoster(tx, depot);
    await work(tx);
    const after = await viewStaff(tx, depot, id);
    if (after === null) await tellTerminals(tx, depot, { type: 'staff-removed', id });
    else await tellOf(tx, after);
    await noteAct(tx, operator, act, { staff: id, depot }, now());
    return after ?? before;
  });

/** Makes a new badge; the one before is good no more, once the terminals have heard of it. */
export const makeBadge = async (
  ports: Pick<Ports, 'pool' | 'now' | 'random'>,
  operator: KnownOperator,
  depot: DepotId,
  id: StaffId,
): Promise<WithBadge | null> => {
  const secret = ports.random(16);
  const member = await change(ports, operator, depot, id, 'badge-made', (tx) =>
    tx.query('update staff set badge = $3 where depot = $1 and id = $2', [
      depot,
      id,
      badgeHash(secret),
    ]),
  );
  const badge = formatBadge(secret);
  wipe(secret);
  return member === null ? null : { member, badge };
};

/** Gives someone a PIN, or with null takes it away. Only its slow hash is kept. */
export const setPin = async (
  ports: Pick<Ports, 'pool' | 'now' | 'random' | 'cost' | 'argon2id'>,
  operator: KnownOperator,
  depot: DepotId,
  id: StaffId,
  pin: string | null,
): Promise<StaffView | null> => {
  const salt = toBase64url(ports.random(16)) as Random16;
  const verifier: PinVerifier | null =
    pin === null ? null : await sealPin(id, salt, ports.cost, utf8(pin), ports.argon2id);
  return change(ports, operator, depot, id, 'pin-set', (tx) =>
    tx.query('update staff set pin = $3 where depot = $1 and id = $2', [
      depot,
      id,
      verifier === null ? null : JSON.stringify(verifier),
    ]),
  );
};

/** Removes someone: neither badge nor PIN is good, once the terminals have heard of it. */
export const removeStaff = (
  ports: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  id: StaffId,
): Promise<StaffView | null> =>
  change(ports, operator, depot, id, 'staff-removed', (tx) =>
    tx.query(
      `update staff set removed_at = $3, badge = null, pin = null
       where depot = $1 and id = $2`,
      [depot, id, at(ports.now())],
    ),
  );
