import { describe, expect, it } from 'vitest';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { DAY, later } from '../clock.ts';
import { openOwnConnection } from '../database/own-connection.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { until } from '../testing/seed.ts';
import { dumpDatabase } from '../testing/test-central.ts';
import { tryImportLock } from './import-lock.ts';
import { forgetImports } from './import-store.ts';
import { fileOf, importerOf } from './testing/importing.ts';

const central = centralForTests();
const { newDepot, send, follow, importFile, lines } = importerOf(central);

/** Resolves once somebody waits for a lock in the database. */
const waitsForLock = (): Promise<unknown> =>
  until(async () => {
    const { rows } = await central.ports.pool.query(
      `select 1 from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.length > 0;
  });

describe('imports of one depot', () => {
  it('go one at a time: another is refused at once, and other depots are not kept waiting', async () => {
    const [depot, other] = [await newDepot(), await newDepot()];
    const { pool } = central.ports;
    const holder = await openOwnConnection(pool);
    expect(await tryImportLock(holder.db, depot as never)).toBe(true);
    await pool.query(
      `insert into import (depot, id, state, good_only, dry_run, headings, operator, created_at)
       values ($1, $1, 'running', false, false, '[]', $1, now())`,
      [depot],
    );
    try {
      const [refused, small, elsewhere] = await Promise.all([
        send(depot, fileOf(...lines(1))),
        central.staff('POST', `/v1/depots/${depot}/deliveries`, fileOf(...lines(1))),
        importFile(other, fileOf(...lines(1))),
      ]);
      for (const answer of [refused, small]) {
        expect([answer.status, answer.body.type]).toEqual([
          409,
          'urn:kerbside:problem:import-running',
        ]);
      }
      expect(elsewhere.state).toBe('done');
    } finally {
      await holder.end();
    }
    expect((await importFile(depot, fileOf(...lines(1)))).state).toBe('done');
  });

  it('are taken one after the other by whoever sends the next when the last is said to be over', async () => {
    const depot = await newDepot();
    const holder = await openOwnConnection(central.ports.pool);
    expect(await tryImportLock(holder.db, depot as never)).toBe(true);
    const next = importFile(depot, fileOf(...lines(1)));
    await waitsForLock();
    await holder.end();
    expect((await next).state).toBe('done');
  });

  it('that died with their process are said as failed, and can be begun again', async () => {
    const depot = await newDepot();
    const { pool } = central.ports;
    const id = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
    await pool.query(
      `insert into import (depot, id, state, good_only, dry_run, headings, operator, created_at)
       values ($1, $2, 'running', false, false, '[]', $2, now())`,
      [depot, id],
    );
    await pool.query(
      `insert into import_piece (depot, import, number, bytes) values ($1, $2, 0, '\\x41')`,
      [depot, id],
    );
    expect(await follow(depot, id)).toMatchObject({ state: 'failed', failure: { code: 'died' } });
    expect((await importFile(depot, fileOf(...lines(1)))).state).toBe('done');
    const { rows } = await pool.query('select failure from import where depot = $1 and id = $2', [
      depot,
      id,
    ]);
    expect(rows).toEqual([{ failure: 'died' }]);
  });

  it('are forgotten after a week, and their files as soon as nobody works on them', async () => {
    const depot = (await newDepot()) as DepotId;
    const { pool } = central.ports;
    const { id } = await importFile(depot, fileOf(...lines(1)));
    const dead = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';
    await pool.query(
      `insert into import (depot, id, state, good_only, dry_run, headings, operator, created_at)
       values ($1, $2, 'receiving', false, false, '[]', $2, now())`,
      [depot, dead],
    );
    const statesOf = async () =>
      (await pool.query('select id, state from import where depot = $1 order by id', [depot])).rows;
    const holder = await openOwnConnection(pool);
    await tryImportLock(holder.db, depot);
    await forgetImports(pool, depot, central.clock.now());
    expect(await statesOf()).toContainEqual({ id: dead, state: 'receiving' });
    await holder.end();
    for (let state = ''; state !== 'failed'; ) {
      await forgetImports(pool, depot, central.clock.now());
      state = (await statesOf()).find((one) => one.id === dead)?.state;
    }
    expect(await statesOf()).toContainEqual({ id, state: 'done' });
    await forgetImports(pool, depot, later(central.clock.now(), 8 * DAY));
    expect(await statesOf()).toEqual([]);
  });

  it('leave nothing of the file in the database but its deliveries', async () => {
    const depot = await newDepot();
    const [row = ''] = lines(1);
    const bad = row.replace('"Customer, 1"', 'Zaphod Beeblebrox').replace(/\+49\d+/, '+49170');
    expect((await importFile(depot, fileOf(bad))).state).toBe('refused');
    expect(await dumpDatabase(central)).not.toContain('Beeblebrox');
  });
});
