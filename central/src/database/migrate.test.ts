import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, policy } from '../../../shared/protocol/policy.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-central.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

/** An empty database as an older version left it. */
const makeOld = async (...migrations: string[]) => {
  const pool = openPool(await postgres.makeDatabase(), () => {});
  await pool.query(
    'create table migration (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
  );
  for (const name of migrations) {
    const file = new URL(`../../migrations/${name}.sql`, import.meta.url);
    await pool.query(await readFile(file, 'utf8'));
    await pool.query('insert into migration (name, run_on) values ($1, now())', [name]);
  }
  return pool;
};

/** A database as the first version left it, with a code that is out. */
const makeFirst = async () => {
  const pool = await makeOld('0001_model');
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
      const [route, given] = await one('select cursor, item from manifest_item order by cursor');
      expect(route).toEqual({ cursor: 1, item: { type: 'route' } });
      // What was given stays as it was; a terminal reads what came later at its default.
      expect(given.cursor).toBe(3);
      expect(policy.parse(given.item.policy)).toEqual(DEFAULT_POLICY);
      expect(await one('select manifest_cursor as n from terminal')).toEqual([{ n: 4 }]);
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

/** A database of the second version, with a delivery that was counted under two of its epochs. */
const makeSecond = async () => {
  const pool = await makeOld('0001_model', '0002_override_policy');
  const [depot, one, two, driver, route, delivery] = Array.from({ length: 6 }, randomUUID);
  const issue = (terminal: string | undefined, epoch: number, state: string): string =>
    `('${randomUUID()}', '${delivery}', ${epoch}, '${terminal}', '${driver}', 's', 8192, 1, 1,
      'presence ${epoch}', now(), now() + interval '1 day', 5, '${state}', 'sent', now(), now())`;
  const entry = (terminal: string | undefined, kind: string, content: object): string =>
    `('${terminal}', 1, 'hash ${terminal}', '${kind}', '${JSON.stringify({ content })}', 'sig', now(),
      now() ${terminal === one ? "+ interval '1 minute'" : ''})`;
  const said = { kind: 'hand-over', scheme: 'sealed', delivery };
  await pool.query(`
    insert into central_key (id, purpose, public_key, sealed, not_before, not_after)
      values ('time-1', 'time', 'key', '', '2026-01-01T00:00Z', '2031-01-01T00:00Z');
    insert into depot (id, name, sender, time_zone, lead_ms, attempts, agreement_key,
      sealed_agreement, created_at, policy)
      values ('${depot}', 'Nord', 'Nord', 'UTC', 0, 5, 'a', '', now(), '{}');
    insert into terminal (id, depot, name, platform, signing_key, agreement_key, enrolled_at,
      floor_at, manifest_cursor) values
      ('${one}', '${depot}', 'T', 'p', 'k1', 'a', now(), now(), 1),
      ('${two}', '${depot}', 'T', 'p', 'k2', 'a', now(), now(), 0);
    insert into driver values ('${driver}', '${depot}', 'Dora', now());
    insert into route values ('${route}', '${depot}', 'R1', now(), '${driver}', '${two}', now());
    insert into delivery (id, depot, route, short_id, position, customer, address, phone, arrival,
      not_before, not_after, status, created_at) values ('${delivery}', '${depot}', '${route}',
      'ABC123', 1, 'C', '{S}', '+491', now(), now(), now() + interval '1 day', 'delivered', now());
    insert into issue (id, delivery, epoch, terminal, driver, salt, memory_kib, passes, lanes,
      presence_key, not_before, not_after, attempts, state, sms, sms_due, created_at)
      values ${issue(one, 1, 'withdrawn')}, ${issue(two, 2, 'used')};
    insert into manifest_item values ('${one}', 1, '{"type": "delivery", "epoch": 1}');
    insert into entry values ${entry(one, 'hand-over', said)}, ${entry(two, 'hand-over', said)};
    insert into entry values ('${two}', 2, 'h', 'exception',
      '{"content": {"kind": "exception", "strokes": []}}', 's', now(), now());
    insert into hand_over values ('${delivery}', 1, '${one}', 1), ('${delivery}', 2, '${two}', 1);`);
  return { pool, one, two, delivery };
};

describe('a database of the second version', () => {
  it('counts each delivery once from now on, and shows what was counted twice', async () => {
    const { pool, one, two, delivery } = await makeSecond();
    try {
      expect((await migrate(pool)).ok).toBe(true);
      const rows = async (sql: string) => (await pool.query(sql)).rows;
      expect(await rows('select delivery, epoch, terminal, token from hand_over')).toEqual([
        { delivery, epoch: 2, terminal: two, token: null },
      ]);
      expect(await rows('select terminal, code, entry_hash from finding')).toEqual([
        { terminal: one, code: 'second-hand-over', entry_hash: `hash ${one}` },
      ]);
      expect(await rows('select epoch from delivery_epoch order by epoch')).toEqual([
        { epoch: 1 },
        { epoch: 2 },
      ]);
      expect(await rows('select kind from entry order by kind')).toEqual([
        { kind: 'exception' },
        { kind: 'hand-over-without-particulars' },
        { kind: 'hand-over-without-particulars' },
      ]);
      const depot = { type: 'depot', timeZone: 'UTC', dispatcherPhone: null };
      expect(await rows('select item from manifest_item')).toEqual([
        { item: { type: 'delivery', epoch: 1, token: null } },
        { item: depot },
        { item: depot },
      ]);
      const [key] = await rows('select not_before, signs_from, listed_at from central_key');
      expect(key.signs_from).toBe(key.not_before);
      expect(key.listed_at - key.not_before).toBe(24 * 3_600_000);
      expect(await rows('select distinct keys_issued from terminal')).toEqual([
        { keys_issued: null },
      ]);
      expect((await migrate(pool)).ok).toBe(true);
    } finally {
      await pool.end();
    }
  });
});
