import { randomUUID } from 'node:crypto';
import type { DepotId, DriverId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, brokenUnique, type Database, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';

export type Driver = { readonly id: DriverId; readonly depot: DepotId; readonly name: string };

/** Adds a driver, whose name is the only one of its kind in the depot. */
export const addDriver = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  name: string,
): Promise<Result<Driver, 'name-taken'>> => {
  const id = randomUUID() as DriverId;
  try {
    await transaction(pool, async (tx) => {
      await tx.query('insert into driver (depot, id, name, created_at) values ($1, $2, $3, $4)', [
        depot,
        id,
        name,
        at(now()),
      ]);
      await noteAct(tx, operator, 'driver-added', { driver: id, depot }, now());
    });
    return ok({ id, depot, name });
  } catch (error) {
    if (brokenUnique(error) === 'driver_depot_name_key') return err('name-taken');
    throw error;
  }
};

export const listDrivers = async (db: Database, depot: DepotId): Promise<Driver[]> =>
  (
    await db.query<Driver>('select id, depot, name from driver where depot = $1 order by name', [
      depot,
    ])
  ).rows;
