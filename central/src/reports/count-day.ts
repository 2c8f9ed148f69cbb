import type { Day, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';

/** What is counted, see the migration. */
export const KINDS = [
  'end',
  'try',
  'exception',
  'message',
  'door',
  'terminal',
  'terminal-override',
] as const;

/** The stops of a day: $1 the depot, $2 the day. */
const STOPS = `select d.depot, d.id, d.status, d.exception, d.arrival
  from route r join delivery d on d.depot = r.depot and d.route = r.id
  where r.depot = $1 and r.day = $2`;

/** Those that were handed over, with the entry that counts, wherever it is kept. */
const HANDED = `select s.depot, s.id, s.arrival, h.terminal,
    coalesce(e.entry, f.entry)->'content'->>'purpose' as purpose,
    coalesce(e.entry, f.entry)->'content'->'proof'->>'scheme' as scheme,
    to_timestamp((coalesce(e.entry, f.entry)->'time'->>'at')::float8 / 1000) as at
  from stops s join hand_over h on h.depot = s.depot and h.delivery = s.id
    left join entry e on e.depot = h.depot and e.terminal = h.terminal and e.sequence = h.sequence
    left join finding f on f.depot = h.depot and f.id = h.finding`;

/** A stop with an exception that is open until its time is over was not delivered so far. */
const COUNTS = `
  select 'end' as kind, case when purpose = 'override' then 'override' when scheme = 'pass' then 'pass'
      when scheme = 'oath' then 'token' else 'code' end as name from handed
  union all select 'end', case when exception is not null and status <> 'cancelled' then 'undelivered'
      else status end from stops where status <> 'delivered'
  union all select 'exception', exception from stops
    where exception is not null and status not in ('delivered', 'cancelled')
  union all select 'try', e.entry->'content'->'refusal'->>'reason'
    from stops s join entry e on e.depot = s.depot and e.kind = 'attempt'
      and e.delivery = s.id
  union all select 'message', case m.state when 'claimed' then 'waiting' when 'accepted' then 'sent'
      else m.state end
    from stops s join issue i on i.depot = s.depot and i.delivery = s.id
      join message m on m.depot = i.depot and m.issue = i.id
  union all select 'door', case when at < arrival - interval '15 minutes' then 'early'
      when at <= arrival + interval '15 minutes' then 'on-time'
      when at <= arrival + interval '60 minutes' then 'late' else 'very-late' end from handed
  union all select 'terminal', terminal::text from handed
  union all select 'terminal-override', terminal::text from handed where purpose = 'override'`;

/** Counts one day of a depot anew, by its stops, whatever it was counted as before. */
export const countDay = async (
  tx: Transaction,
  depot: DepotId,
  day: Day,
  now: Instant,
): Promise<void> => {
  await tx.query(
    'delete from report_count where depot = $1 and kind = any($3::text[]) and day = $2',
    [depot, day, KINDS],
  );
  await tx.query(
    `with stops as materialized (${STOPS}), handed as materialized (${HANDED})
     insert into report_count (depot, kind, day, name, count)
       select $1, kind, $2, name, count(*)::int from (${COUNTS}) counted
       where name is not null group by kind, name`,
    [depot, day],
  );
  await tx.query(
    `insert into report_day (depot, day, counted_at) values ($1, $2, $3)
     on conflict (depot, day) do update set counted_at = excluded.counted_at`,
    [depot, day, at(now)],
  );
};
