import type { Pool } from '../../central/src/database/pool.ts';

/** What changes by itself: workers, clocks, and counts of who asked. */
const BY_ITSELF = [
  ...['audit', 'audit_end', 'migration', 'life', 'request_limit', 'sign_in_limit', 'request_nonce'],
  ...['server_nonce', 'message', 'message_attempt', 'message_part', 'webhook_sending', 'sealing'],
  // Tries that were wrong are counted, and noted by central itself.
  'sign_in_trouble',
  // A challenge is kept so that it is not taken again.
  ...['used_challenge', 'active_code', 'webhook_event'],
  // That somebody looks at a case is no act.
  'case_viewer',
  // A file is noted when it comes, and is an act once it is in.
  ...['import', 'import_piece', 'import_rest'],
];
const USES = [
  'last_used_at',
  'used_at',
  'superseded_at',
  'rotated_at',
  'sealed_code',
  'state',
  'sms',
  'next_sealed',
];

const TABLES = `
  select c.relname as name, exists (select 1 from pg_attribute a
    where a.attrelid = c.oid and a.attname = 'depot' and not a.attisdropped) as "hasDepot"
  from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
    and c.relnamespace = 'public'::regnamespace and not c.relname = any($1)`;

/** What stands in the database: a sum for each table, or for each depot of it. */
export type Sums = ReadonlyMap<string, string>;

export const sumDatabase = async (database: Pool): Promise<Sums> => {
  const tables = await database.query<{ name: string; hasDepot: boolean }>(TABLES, [BY_ITSELF]);
  const each = tables.rows.map(
    ({ name, hasDepot }) => `
      select '${name} ' || of as name, md5(string_agg(line, '|' order by line)) as sum
      from (select ${hasDepot ? "coalesce(depot::text, '')" : "''"} as of,
        (to_jsonb(t) - $1::text[])::text as line from ${name} t) lines group by of`,
  );
  const { rows } = await database.query<{ name: string; sum: string }>(each.join(' union all '), [
    USES,
  ]);
  return new Map(rows.map(({ name, sum }) => [name, sum]));
};

/** Where something changed: tables, each with the depot whose rows they are. */
export const changesBetween = (before: Sums, after: Sums): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
