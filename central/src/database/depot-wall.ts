import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import type { DepotId } from '../../../shared/protocol/ids.ts';

/** Who statements of an operator run as: one who owns nothing, and whom policies hold for. */
const ROLE = 'kerbside_depot';
const SETTING = 'kerbside.depots';
/**
 * Read once for a statement. Not `= any`, which PostgreSQL looks up in an index by the depots first,
 * and then sorts what all of them have: a statement names its depot itself, and has its own order.
 */
const isOwn = (column: string): string =>
  `array_position((select current_setting('${SETTING}')::uuid[]), ${column}) is not null`;
const POLICY = 'own_depots';
/** What databases have of earlier versions. */
const EARLIER = 'of_depot';

/** What an operator of some depots has no business with, whatever statement asks for it. */
const CLOSED = [
  ...['central_key', 'migration', 'operator_key', 'operator_password', 'operator_totp'],
  ...['operator_recovery_code', 'operator_passkey', 'operator_identity', 'set_up_link'],
  ...['operator_session', 'operator_session_token', 'used_challenge', 'sign_in_limit'],
  'sign_in_trouble',
];

const inside = new AsyncLocalStorage<readonly DepotId[] | undefined>();

/** Runs an act so that its statements see these depots alone, and whatever it begins as well. */
export const withinDepots = <T>(depots: readonly DepotId[], act: () => T): T =>
  inside.run(depots, act);

/**
 * Runs a statement that looks deliveries up by texts, past the wall: behind it PostgreSQL takes no
 * index for them. It must name its depots, which are asked for here again, and give ids alone: what
 * somebody is shown of them is read behind the wall.
 */
export const lookUpBeyond = <T>(depots: readonly DepotId[], lookUp: () => T): T => {
  const own = inside.getStore();
  if (own !== undefined && depots.some((depot) => !own.includes(depot))) {
    throw new Error('a depot is looked into that is not within the wall');
  }
  return inside.run(undefined, lookUp);
};

/**
 * What a transaction begins with where statements are to see some depots alone; null where they see
 * all. It holds until the transaction ends: a pooler may give the connection to anybody after that.
 */
export const wallStatement = (): string | null => {
  const depots = inside.getStore();
  if (depots === undefined) return null;
  // Ids of the protocol: hexadecimal digits and hyphens.
  return `set local role ${ROLE}; set local ${SETTING} = '{${depots.join(',')}}'`;
};

type Client = Pick<pg.ClientBase, 'query'>;

const isMember = async (client: Client): Promise<boolean> => {
  const { rows } = await client.query<{ yes: boolean }>(
    `select exists (select 1 from pg_roles where rolname = $1
       and not rolbypassrls and not rolsuper and pg_has_role(oid, 'MEMBER')) as yes`,
    [ROLE],
  );
  return rows[0]?.yes === true;
};

/** Makes the role, which all databases of a server share; false if that is for somebody else to do. */
const makeRole = async (client: Client): Promise<boolean> => {
  if (await isMember(client)) return true;
  await client
    .query(
      `do $$ begin
         if not exists (select 1 from pg_roles where rolname = '${ROLE}') then
           create role ${ROLE} nologin noinherit;
         end if;
         if not pg_has_role('${ROLE}', 'MEMBER') then
           execute format('grant ${ROLE} to %I', current_user);
         end if;
       exception when insufficient_privilege or duplicate_object or unique_violation then null;
       end $$`,
    )
    .catch(() => {});
  return isMember(client);
};

/** The tables of depots by the column that says which, and those of them without their policy. */
const WALLED = `
  select c.relname as name, case when c.relname = 'depot' then 'id' else 'depot' end as by,
    c.relrowsecurity and exists (select 1 from pg_policy p
      where p.polrelid = c.oid and p.polname = '${POLICY}') as "isWalled"
  from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    and (c.relname = 'depot' or exists (select 1 from pg_index x
      join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
      where x.indrelid = c.oid and x.indisprimary and a.attname = 'depot'))
  order by c.relname`;

export type WalledTable = {
  readonly name: string;
  readonly by: string;
  readonly isWalled: boolean;
};

export const listWalledTables = async (client: Client): Promise<WalledTable[]> =>
  (await client.query<WalledTable>(WALLED)).rows;

/**
 * Builds the second wall between depots: row-level security on every table of depots, those of a
 * newer version as well, and what the role may touch. The first one, the guard before each route, does
 * not rely on it. False where the database's user may not make the role; an administrator can:
 * `create role kerbside_depot nologin; grant kerbside_depot to` that user.
 */
export const buildDepotWall = async (client: Client): Promise<boolean> => {
  await client.query("select pg_advisory_lock(hashtextextended('depot wall', 0))");
  try {
    if (!(await makeRole(client))) return false;
    for (const { name, by, isWalled } of await listWalledTables(client)) {
      if (isWalled) continue;
      await client.query(
        `alter table ${name} enable row level security;
         drop policy if exists ${EARLIER} on ${name};
         create policy ${POLICY} on ${name} to ${ROLE} using (${isOwn(by)})`,
      );
    }
    await client.query(
      `grant usage on schema public to ${ROLE};
       grant select, insert, update, delete on all tables in schema public to ${ROLE};
       grant usage, select on all sequences in schema public to ${ROLE}`,
    );
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r'
         and relnamespace = 'public'::regnamespace and relname = any($1)`,
      [CLOSED],
    );
    const closed = rows.map(({ name }) => name).join(', ');
    await client.query(`revoke all on ${closed} from ${ROLE}`);
    return true;
  } finally {
    await client.query("select pg_advisory_unlock(hashtextextended('depot wall', 0))");
  }
};
