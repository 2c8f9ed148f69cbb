import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalOf } from '../../../shared/protocol/codec/canonical.ts';
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

/** The statements of one migration. */
const upOf = async (name: string): Promise<string> => {
  const file = new URL(`../../migrations/${name}.sql`, import.meta.url);
  return (await readFile(file, 'utf8')).split('-- Down Migration')[0] ?? '';
};

it('items of a manifest from before are counted, and stand in their canonical form', async () => {
  const items = [
    {
      type: 'route',
      name: 'Zoë "Ж" \\ \t\u0001 1',
      id: 'b',
      day: '2026-11-29',
      driver: { name: 'é', id: '' },
    },
    { zz: [], a: {}, type: 'policy', b: [true, null, 0, -5, 1_800_000_000_000, ['x']] },
  ];
  const pool = await open();
  try {
    await pool.query(await upOf('0001_model'));
    const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    await pool.query(
      `insert into depot (id, name, sender, time_zone, lead_ms, attempts, policy, agreement_key, sealed_agreement, created_at)
       values ($1, 'South', 'S', 'UTC', 0, 5, '{}', '', '', now())`,
      [ids[0]],
    );
    await pool.query(
      `insert into terminal (depot, id, name, platform, signing_key, agreement_key, enrolled_at, floor_at, manifest_cursor, keys_issued)
       values ($1, $2, 'T', '', '', '', now(), now(), 9, now())`,
      ids,
    );
    // The cursor has a gap, as after a restored backup.
    for (const [n, item] of items.entries()) {
      await pool.query(
        'insert into manifest_item (depot, terminal, cursor, item) values ($1, $2, $3, $4)',
        [...ids, 1 + 8 * n, JSON.stringify(item)],
      );
    }
    await pool.query(await upOf('0004_dock_width'));
    const { rows } = await pool.query(
      `select place, item::text as text, t.manifest_items as total from manifest_item m
         join terminal t on t.depot = m.depot and t.id = m.terminal order by cursor`,
    );
    expect(rows).toEqual(
      items.map((item, n) => ({ place: n + 1, text: canonicalOf(item), total: 2 })),
    );
  } finally {
    await pool.end();
  }
});
