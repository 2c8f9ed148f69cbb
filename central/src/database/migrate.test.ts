import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/test-central.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

const open = async () => openPool(await postgres.makeDatabase(), () => {});

it('an empty database is migrated once, and the next start changes nothing', async () => {
  const pool = await open();
  try {
    const applied = async () =>
      (await pool.query('select id, name from migration order by id')).rows;
    expect((await migrate(pool)).ok).toBe(true);
    const first = await applied();
    expect(first[0]).toMatchObject({ name: '0001_model' });
    expect((await migrate(pool)).ok).toBe(true);
    expect(await applied()).toEqual(first);
  } finally {
    await pool.end();
  }
});

it('two processes that start at once migrate it once between them', async () => {
  const pool = await open();
  try {
    const both = await Promise.all([migrate(pool), migrate(pool)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    const { rows } = await pool.query(
      'select count(*) as n, count(distinct name) as names from migration',
    );
    expect(rows[0].n).toBe(rows[0].names);
  } finally {
    await pool.end();
  }
});

it('a database that newer code has migrated is refused', async () => {
  const pool = await open();
  try {
    expect((await migrate(pool)).ok).toBe(true);
    await pool.query(`insert into migration (name, run_on) values ('9999_future', now())`);
    expect(await migrate(pool)).toMatchObject({ ok: false, error: { code: 'database-newer' } });
  } finally {
    await pool.end();
  }
});
