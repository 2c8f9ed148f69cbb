import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../shared/policy.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-central.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

/** A database as the first version left it, with a code that is out. */
const makeFirst = async () => {
  const pool = openPool(await postgres.makeDatabase(), () => {});
  const file = new URL('../../migrations/0001_model.sql', import.meta.url);
  await pool.query(await readFile(file, 'utf8'));
  await pool.query(
    'create table migration (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
  );
  await pool.query(`insert into migration (name, run_on) values ('0001_model', now())`);
  const [depot, terminal, driver, route, delivery, issue] = Array.from({ length: 6 }, randomUUID);
  await pool.query(`
    insert into depot (id, name, sender, time_zone, lead_ms, attempts, agreement_key,
      sealed_agreement, created_at) values ('${depot}', 'Nord', 'Nord', 'UTC', 0, 5, 'a', '', now());
    insert into terminal (id, depot, name, platform, signing_key, agreement_key, enrolled_at,
      floor_at, manifest_cursor) values ('${terminal}', '${depot}', 'T', 'p', 'k', 'a', now(), now(), 2);
    insert into driver values ('${driver}', '${depot}', 'Dora', now());
    insert into route values ('${route}', '${depot}', 'R1', now(), '${driver}', '${terminal}', now());
    insert into delivery (id, depot, route, short_id, position, customer, address, phone, arrival,
      not_before, not_after, created_at) values ('${delivery}', '${depot}', '${route}', 'ABC123', 1,
      'C', '{S}', '+491', now(), now(), now() + interval '1 day', now());
    insert into issue (id, delivery, epoch, terminal, driver, salt, memory_kib, passes, lanes,
      presence_key, not_before, not_after, attempts, code_hmac, sms, sms_due, created_at)
      values ('${issue}', '${delivery}', 1, '${terminal}', '${driver}', 's', 8192, 1, 1, 'presence',
      now(), now() + interval '1 day', 5, 'hmac', 'sent', now(), now());
    insert into manifest_item values ('${terminal}', 1, '{"type": "route"}'),
      ('${terminal}', 2, '{"type": "delivery"}');
    insert into entry values ('${terminal}', 1, 'h', 'pulled', '{}', 's', now(), now());
    insert into finding (terminal, sequence, code, entry_hash, entry, signature, received_at)
      values ('${terminal}', 2, 'gap', 'h2', '{}', 's', now());`);
  return pool;
};

describe('a database of the first version', () => {
  it('keeps what it has, and has its codes made again with an override each', async () => {
    const pool = await makeFirst();
    try {
      expect((await migrate(pool)).ok).toBe(true);
      const one = async (sql: string) => (await pool.query(sql)).rows;
      expect(await one('select state, sms, presence_key, override_sealed from issue')).toEqual([
        { state: 'withdrawn', sms: 'sent', presence_key: 'presence', override_sealed: null },
      ]);
      expect(await one('select count(*) as n from active_code')).toEqual([{ n: 0 }]);
      expect(await one('select policy from depot')).toEqual([{ policy: DEFAULT_POLICY }]);
      expect(await one('select cursor, item from manifest_item order by cursor')).toEqual([
        { cursor: 1, item: { type: 'route' } },
        { cursor: 3, item: { type: 'policy', policy: DEFAULT_POLICY } },
      ]);
      expect(await one('select manifest_cursor as n from terminal')).toEqual([{ n: 3 }]);
      expect(await one('select status from delivery')).toEqual([{ status: 'open' }]);
      expect(await one('select count(*) as n from entry')).toEqual([{ n: 1 }]);
      expect(await one('select code, entry_hash, detail from finding')).toEqual([
        { code: 'gap', entry_hash: 'h2', detail: null },
      ]);
      expect((await migrate(pool)).ok).toBe(true);
    } finally {
      await pool.end();
    }
  });
});
