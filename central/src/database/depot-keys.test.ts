import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../testing/test-central.ts';
import { migrate } from './migrate.ts';
import { openPool, type Pool } from './pool.ts';

/** The tables that do not belong to one depot, and why: everything else has it first in its keys. */
const NOT_HOT = {
  depot: 'is what the others are of: a few rows, the same everywhere',
  central_key: "is the company's, and read at a start",
  life: 'is about the database itself: one row',
  operator: 'is asked before it is known which depot the operator acts for',
  operator_grant: 'is asked before it is known which depot the operator acts for',
  operator_key: 'is asked before it is known which depot the operator acts for',
  operator_password: 'is of a person, not of a depot',
  operator_totp: 'is of a person, not of a depot',
  operator_identity: 'is of a person, not of a depot',
  operator_passkey: 'is of a person, not of a depot',
  used_challenge: 'is of somebody who is not known yet; forgotten in minutes',
  operator_recovery_code: 'is of a person, not of a depot',
  operator_session: 'is of a person, not of a depot',
  operator_session_token: 'is of a person, not of a depot',
  set_up_link: 'is of a person, or of one who is not there yet',
  sign_in_trouble: 'is of a person, or of nobody whom central knows',
  sign_in_limit: 'is about people and addresses, before it is known who they are',
  request_limit: 'is about operators and addresses, before it is known which depot they ask about',
  audit: 'is one chain of acts, some of them of no depot or of all',
  audit_end: 'is where that chain was signed',
  act_text: 'is beside the audit',
  request_nonce: 'is asked before the signature, and so the depot, is known; forgotten in minutes',
  server_nonce: 'is asked before the signature, and so the depot, is known; forgotten in minutes',
  enrolment_token: 'is found by a secret before the depot is known; one row for each enrolment',
  migration: "is node-pg-migrate's",
} as const;

const OPERATING = fileURLToPath(new URL('../../../docs/operating.md', import.meta.url));

type Index = {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly (string | null)[];
  /** Of a partial index, its condition. */
  readonly condition: string | null;
};

type ForeignKey = {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
};

const readIndexes = async (pool: Pool): Promise<Index[]> =>
  (
    await pool.query<Index>(
      `select t.relname as "table", i.relname as name, x.indisunique as "unique",
         pg_get_expr(x.indpred, x.indrelid) as condition,
         array(select a.attname::text from unnest(x.indkey::smallint[]) with ordinality as k (attnum, n)
           left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum
             and k.attnum > 0
           where k.n <= x.indnkeyatts order by k.n) as columns
       from pg_index x join pg_class i on i.oid = x.indexrelid
         join pg_class t on t.oid = x.indrelid
       where t.relnamespace = 'public'::regnamespace and x.indisvalid order by i.relname`,
    )
  ).rows;

const readForeignKeys = async (pool: Pool): Promise<ForeignKey[]> => {
  const names = (relation: string, keys: string): string =>
    `array(select a.attname::text from unnest(c.${keys}) with ordinality as k (attnum, n)
       join pg_attribute a on a.attrelid = c.${relation} and a.attnum = k.attnum order by k.n)`;
  return (
    await pool.query<ForeignKey>(
      `select t.relname as "table", c.conname as name, f.relname as target,
         ${names('conrelid', 'conkey')} as columns,
         ${names('confrelid', 'confkey')} as "targetColumns"
       from pg_constraint c join pg_class t on t.oid = c.conrelid
         join pg_class f on f.oid = c.confrelid
       where c.contype = 'f' and t.relnamespace = 'public'::regnamespace order by c.conname`,
    )
  ).rows;
};

const isHot = (table: string): boolean => !(table in NOT_HOT);

/** Whether a look for the rows that name a row of the other table goes by this index. */
const serves = (key: ForeignKey, { table, columns, unique, condition }: Index): boolean => {
  if (table !== key.table) return false;
  // Rows without the reference are never looked for.
  const isWhole =
    condition === null || key.columns.some((one) => condition === `(${one} IS NOT NULL)`);
  const leading = columns.slice(0, key.columns.length);
  const areAsked = leading.every((one) => one !== null && key.columns.includes(one));
  return isWhole && areAsked && (leading.length === key.columns.length || unique);
};

/** What is wrong with the keys of a database, one sentence each. */
const findFaults = async (pool: Pool): Promise<string[]> => {
  const [indexes, foreignKeys] = [await readIndexes(pool), await readForeignKeys(pool)];
  const unique = indexes.filter((one) => isHot(one.table) && one.unique);
  const hot = foreignKeys.filter((one) => isHot(one.table));
  return [
    ...[...unique, ...hot]
      .filter(({ columns }) => columns[0] !== 'depot')
      .map(({ table, name }) => `${table}: ${name} does not begin with the depot`),
    ...hot
      .filter(({ target, targetColumns: [first] }) => first !== (isHot(target) ? 'depot' : 'id'))
      .map(({ table, name }) => `${table}: ${name} leads into another depot`),
    ...foreignKeys
      .filter((one) => !isHot(one.table) && isHot(one.target))
      .map(({ table, name }) => `${table}: ${name} leads from all depots into one`),
    ...foreignKeys
      .filter((key) => !indexes.some((index) => serves(key, index)))
      .map(({ table, name }) => `${table}: ${name} has no index that serves it`),
  ].sort();
};

let postgres: TestPostgres;
let pool: Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  pool = openPool(await postgres.makeDatabase(), () => {});
  if (!(await migrate(pool)).ok) throw new Error('the database was not migrated');
});
afterAll(async () => {
  await pool?.end();
  await postgres?.stop();
});

/** What is found while these statements hold; they are undone again. */
const faultsWith = async (...statements: string[]): Promise<string[]> => {
  const before = new Set(await findFaults(pool));
  for (const statement of statements) await pool.query(statement);
  try {
    return (await findFaults(pool)).filter((fault) => !before.has(fault));
  } finally {
    await pool.query('drop table if exists wrong');
  }
};

describe('the keys of every hot table', () => {
  it('begin with the depot, and every foreign key has an index', async () => {
    expect(await findFaults(pool)).toEqual([]);
  });

  it('are all looked at: each table is hot, or says why it is not', async () => {
    const { rows } = await pool.query<{ name: string; keyed: boolean }>(
      `select t.relname as name, exists (select 1 from pg_index x
         where x.indrelid = t.oid and x.indisprimary) as keyed
       from pg_class t where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace`,
    );
    const names = rows.map(({ name }) => name);
    expect(Object.keys(NOT_HOT).filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter(isHot).length).toBeGreaterThan(15);
    expect(rows.filter(({ keyed }) => !keyed)).toEqual([]);
    // The page for operators distributes them, and no others.
    const page = await readFile(OPERATING, 'utf8');
    const distributed = [...page.matchAll(/create_distributed_table\('(\w+)', 'depot'\)/g)];
    expect(distributed.map(([, name]) => name)).toEqual(names.filter(isHot).sort());
  });
});

const DEPOT = 'depot uuid not null references depot';

describe('a table that is made wrong', () => {
  it.each([
    {
      what: 'whose primary key has no depot',
      columns: `id uuid primary key, ${DEPOT}`,
      index: 'create index on wrong (depot)',
      found: ['wrong: wrong_pkey does not begin with the depot'],
    },
    {
      what: 'whose primary key has the depot last',
      columns: `id uuid, ${DEPOT}, primary key (id, depot)`,
      index: 'create index on wrong (depot)',
      found: ['wrong: wrong_pkey does not begin with the depot'],
    },
    {
      what: 'with a unique index over all depots',
      columns: `id uuid, ${DEPOT}, name text, primary key (depot, id)`,
      index: 'create unique index wrong_name on wrong (name) where name is not null',
      found: ['wrong: wrong_name does not begin with the depot'],
    },
    {
      what: 'with a unique expression',
      columns: `id uuid, ${DEPOT}, name text, primary key (depot, id)`,
      index: 'create unique index wrong_name on wrong (lower(name), depot)',
      found: ['wrong: wrong_name does not begin with the depot'],
    },
    {
      what: 'whose foreign key has the depot last',
      columns: `id uuid, ${DEPOT}, primary key (depot, id),
        foreign key (id, depot) references terminal (id, depot)`,
      index: 'select 1',
      found: [
        'wrong: wrong_id_depot_fkey does not begin with the depot',
        'wrong: wrong_id_depot_fkey leads into another depot',
      ],
    },
    {
      what: 'whose foreign key has an index for a part of it only',
      columns: `id uuid, ${DEPOT}, terminal uuid, primary key (depot, id),
        foreign key (depot, terminal) references terminal (depot, id)`,
      index: 'create index on wrong (depot, id, terminal)',
      found: ['wrong: wrong_depot_terminal_fkey has no index that serves it'],
    },
    {
      what: 'whose foreign key has an index of some rows only',
      columns: `id uuid, ${DEPOT}, terminal uuid, state text, primary key (depot, id),
        foreign key (depot, terminal) references terminal (depot, id)`,
      index: `create index on wrong (depot, terminal) where state = 'open'`,
      found: ['wrong: wrong_depot_terminal_fkey has no index that serves it'],
    },
  ])('$what is found', async ({ columns, index, found }) => {
    // A target that the wrong key needs; it is wrong itself, and no part of what is asked here.
    const target = found.some((one) => one.includes('id_depot'))
      ? ['create unique index if not exists wrong_target on terminal (id, depot)']
      : [];
    try {
      const faults = await faultsWith(...target, `create table wrong (${columns})`, index);
      expect(faults.filter((one) => one.startsWith('wrong:'))).toEqual(found);
    } finally {
      await pool.query('drop index if exists wrong_target');
    }
  });

  it.each([
    'create index on wrong (depot, terminal, id)',
    'create index on wrong (terminal, depot)',
    'create index on wrong (depot, terminal) where terminal is not null',
  ])('is none with %s', async (index) => {
    const columns = `id uuid, ${DEPOT}, terminal uuid, primary key (depot, id),
      foreign key (depot, terminal) references terminal (depot, id)`;
    expect(await faultsWith(`create table wrong (${columns})`, index)).toEqual([]);
  });
});
