import { generateKeyPairSync } from 'node:crypto';
import { openOwnConnection } from '../../central/src/database/own-connection.ts';
import type { Pool } from '../../central/src/database/pool.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';

/** What is in the depot: stops on routes of as many days as they need, each with five entries. */
export type Filled = { readonly deliveries: number; readonly entries: number };

const STOPS = 150;
/** As many terminals. */
const ROUTES_A_DAY = 20;
const ENTRIES = 5;

const bytes = (n: number): string => toBase64url(new Uint8Array(n).fill(7));
const newKey = (): string =>
  String(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x);

/** When everything was, by the terminals' word. */
const TIME = { at: 1_800_000_000_000, trust: 'central' };

/** An id (of the form of version 4) that is always the same for one thing and number. */
export const id = (kind: string, number: string): string =>
  `overlay(overlay(md5('${kind}' || (${number})) placing '4' from 13 for 1) placing '8' from 17 for 1)::uuid`;
/** Eight letters that are always the same for one kind and number. */
export const word = (kind: string, number: string): string =>
  `translate(substr(md5('${kind}' || (${number})), 1, 8), '0123456789', 'ghijklmnop')`;

const statements = (count: number, routes: number): readonly string[] => {
  const terminal = id('terminal', `(g / ${STOPS}) % ${routes}`);
  return [
    `insert into terminal (depot, id, name, platform, signing_key, agreement_key, enrolled_at, floor_at,
     keys_issued, acknowledged)
   select $1::uuid, ${id('terminal', 't')}, 'Bench ' || t, 'linux', $3, $3, now(), now(), now(), 0
   from generate_series(0, ${routes - 1}) as t`,
    `insert into route (depot, id, name, day, driver, terminal, created_at)
   select $1::uuid, ${id('route', 'r')}, 'R' || r % ${routes}, current_date - r / ${routes},
     $2, ${id('terminal', `r % ${routes}`)}, now()
   from generate_series(0, ${Math.ceil(count / STOPS)}) as r`,
    `insert into delivery (depot, id, route, short_id, position, customer, address, phone, arrival,
     not_before, not_after, status, created_at)
   select $1::uuid, ${id('delivery', 'g')}, ${id('route', `g / ${STOPS}`)}, lpad((g % 1000000)::text, 6, '0'),
     g % ${STOPS} + 1, ${word('first', 'g % 500')} || ' ' || ${word('last', 'g % 5000')},
     array[${word('street', 'g % 2000')} || ' ' || g % 200, '12345 Town'],
     '+4917' || lpad(g::text, 8, '0'), at, at - interval '2 hours', at + interval '9 hours',
     case when g < ${STOPS * routes} then 'open' else 'delivered' end, at
   from generate_series(0, ${count - 1}) as g, lateral (select now() - interval '1 hour'
     - make_interval(days => g / ${STOPS * routes}, mins => -(g % ${STOPS})) as at) a`,
    `insert into parcel (depot, delivery, label, active)
   select $1::uuid, ${id('delivery', 'g')}, 'PK' || lpad(g::text, 8, '0'), g < ${STOPS * routes}
   from generate_series(0, ${count - 1}) as g`,
    `insert into delivery_epoch (depot, delivery, epoch)
   select $1::uuid, ${id('delivery', 'g')}, 1 from generate_series(0, ${count - 1}) as g`,
    `insert into issue (depot, id, delivery, epoch, terminal, driver, salt, memory_kib, passes, lanes,
     presence_key, not_before, not_after, attempts, state, override_salt, override_presence_key,
     override_not_before, override_not_after, created_at)
   select $1::uuid, ${id('issue', 'g')}, ${id('delivery', 'g')}, 1, ${terminal}, $2::uuid, '', 1, 1, 1, $3,
     now() - interval '1 hour', now() + interval '8 hours', 5,
     case when g < ${STOPS * routes} then 'active' else 'used' end, '', $3,
     now() - interval '1 hour', now() + interval '8 hours', now()
   from generate_series(0, ${count - 1}) as g`,
    `insert into message (depot, id, issue, state, due, next_at, attempts, report_token, reports,
     accepted_at, ended_at, reason)
   select $1::uuid, ${id('message', 'g')}, ${id('issue', 'g')},
     case when g % 100 = 7 then 'failed' else 'delivered' end, at, at, 1, md5(g::text), true, at, at,
     case when g % 100 = 7 then 'refused' end
   from generate_series(0, ${count - 1}) as g,
     lateral (select now() - make_interval(secs => g) as at) a`,
    `insert into entry (depot, terminal, sequence, hash, kind, entry, signature, not_before, received_at)
   select $1::uuid, ${terminal}, ${ENTRIES}::bigint * (${count} - g) + k, $10, kind,
     $4::jsonb || jsonb_build_object('terminal', ${terminal},
       'sequence', ${ENTRIES}::bigint * (${count} - g) + k, 'driver', $2::uuid,
       'content', case kind
         when 'hand-over' then $5::jsonb || jsonb_build_object('delivery', ${id('delivery', 'g')})
         when 'exception' then $6::jsonb || jsonb_build_object('delivery', ${id('delivery', 'g')})
         when 'signed-in' then $7::jsonb || jsonb_build_object('staff', $2::uuid)
         else $8::jsonb end), $9, at, at
   from generate_series(0, ${count - 1}) as g, generate_series(0, ${ENTRIES - 1}) as k,
     lateral (select case when k = 0 then 'hand-over' when k = 1 and g % 25 = 0 then 'exception'
       when k = 1 and g % 25 = 1 then 'signed-in' else 'pulled' end as kind,
       date_trunc('second', now() - make_interval(secs => g)) as at) a`,
    `insert into finding (depot, terminal, sequence, code, entry_hash, entry, signature, received_at,
     settled_at, settled_by, settled_as, settled_reason)
   select depot, terminal, sequence, 'outside-validity', hash, entry, signature, received_at,
     case when n % 10 > 0 then now() end, case when n % 10 > 0 then 'nobody' end,
     case when n % 10 > 0 then 'dismissed' end, case when n % 10 > 0 then 'a test' end
   from (select *, row_number() over () as n from entry where depot = $1::uuid and kind = 'exception') e`,
    `insert into hand_over (depot, delivery, epoch, terminal, sequence)
   select $1::uuid, ${id('delivery', 'g')}, 1, ${terminal}, ${ENTRIES}::bigint * (${count} - g)
   from generate_series(${STOPS * routes}, ${count - 1}) as g`,
  ];
};

const HAND_OVER = {
  ...{ kind: 'hand-over', epoch: 1, purpose: 'hand-over', parcels: ['PK00000000'] },
  ...NOTHING_PARTICULAR,
  proof: { scheme: 'sealed', presence: bytes(64) },
};
const EXCEPTION = { kind: 'exception', epoch: 1, outcome: 'nobody-home', note: '', strokes: [] };
const PULLED = { kind: 'pulled', cursor: 1, items: 1, manifest: bytes(32) };

/** The indexes of what is filled that no constraint needs: how each is called, and how it is made. */
const INDEXES = `
  select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made
  from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`;

/**
 * Fills a depot with so many deliveries and five times as many entries, by the database alone: the
 * foreign keys hold, but are not looked at while it is done, and indexes are made after it.
 */
export const fillDepot = async (
  pool: Pool,
  depot: string,
  driver: string,
  count: number,
  say: (text: string) => void,
  routesADay: number = ROUTES_A_DAY,
): Promise<Filled> => {
  // A statement here takes longer than one of a request may.
  const { db, transaction, end } = await openOwnConnection(pool);
  try {
    await db.query(`set session_replication_role = replica; set synchronous_commit = off;
      set maintenance_work_mem = '512MB'`);
    const head = { version: 1, previous: null, time: TIME };
    const values = [
      depot,
      driver,
      newKey(),
      ...[head, HAND_OVER, EXCEPTION, { kind: 'signed-in', by: 'badge' }, PULLED].map((one) =>
        JSON.stringify(one),
      ),
      bytes(64),
      bytes(32),
    ];
    // All at once: central's worker makes codes for what has none.
    await transaction(async (tx) => {
      const { rows } = await tx.query<{ name: string; made: string }>(INDEXES);
      for (const { name } of rows) await tx.query(`drop index ${name}`);
      for (const statement of statements(count, routesADay)) {
        say(statement.slice(0, statement.indexOf('(')));
        // What a series is made of has no type that a parameter could take over.
        await tx.query(statement.replace(/\$(\d+)/g, (_, n) => `'${values[Number(n) - 1]}'`));
      }
      say('making the indexes');
      for (const { made } of rows) await tx.query(made);
    });
    await db.query('vacuum analyze');
  } finally {
    await end();
  }
  return { deliveries: count, entries: ENTRIES * count };
};
