import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';

/**
 * Every statement that takes a customer out of a table: $1 the depot, $2 the deliveries, as ids. What
 * a customer is in anew must be erased here; `erasing.test.ts` looks at each table of a whole life.
 */
const STATEMENTS: readonly string[] = [
  // Spoilt rows of files that may be this customer's: whole files, which are kept for a day only.
  `delete from import_rest rest using delivery d left join parcel p
     on p.depot = d.depot and p.delivery = d.id
   where d.depot = $1 and d.id = any($2::uuid[]) and rest.depot = d.depot and d.customer <> ''
     and (position(lower(d.customer) in lower(rest.text)) > 0 or position(p.label in rest.text) > 0
       or position(right(d.phone, 7) in regexp_replace(rest.text, '[^0-9\n]', '', 'g')) > 0)`,
  // Its message is locked after its issue, as everything that ends both does.
  `update issue set sealed_code = null, override_sealed = null
   where depot = $1 and delivery = any($2::uuid[])`,
  `delete from message_part part using message m
     join issue i on i.depot = m.depot and i.id = m.issue
   where part.depot = $1 and m.depot = $1 and part.message = m.id and i.delivery = any($2::uuid[])`,
  `update parcel set name = null where depot = $1 and delivery = any($2::uuid[]) and name is not null`,
  // A terminal that pulls everything anew is told that it is over, in the canonical form.
  `update manifest_item set item = ('{"delivery":"' || (item->>'id') || '","type":"withdrawn"}')::json
   where depot = $1 and delivery = any($2::uuid[])
     and terminal in (select terminal from issue where depot = $1 and delivery = any($2::uuid[]))`,
  'delete from act_text where depot = $1 and delivery = any($2::uuid[])',
  // What a person wrote of it, who may have named the customer.
  `update finding set settled_reason = '' where depot = $1 and settled_reason <> ''
     and delivery = any($2::uuid[])`,
  `update case_event set reason = '' from case_file c where case_event.depot = $1
     and c.depot = case_event.depot and c.id = case_event.case_id and c.delivery = any($2::uuid[])`,
  `update case_file set settled_reason = '' where depot = $1 and settled_reason <> ''
     and delivery = any($2::uuid[])`,
  // A request's fingerprint is a hash of what was in it, which could be tried out. Its key stays
  // taken: nobody makes the delivery a second time by asking again.
  `update idempotent_request set fingerprint = sha256(uuid_send(gen_random_uuid()))
   where depot = $1 and exists (select 1 from unnest($2::uuid[]::text[]) as id
     where position(id in answer::text) > 0)`,
];

/**
 * And these only where it was asked for, before the others: signatures and notes have terms of their
 * own, and a file that waits to be mended ends whole. Without one of its rows it would be another file.
 */
const ASKED_FOR: readonly string[] = [
  `with ended as (update import set kept_until = null, columns = null
     where depot = $1 and kept_until is not null and exists (select 1 from import_row waiting
       join delivery d on d.depot = waiting.depot left join parcel p
         on p.depot = d.depot and p.delivery = d.id
       where waiting.depot = import.depot and waiting.import = import.id
         and d.id = any($2::uuid[]) and d.customer <> ''
         and (position(lower(d.customer) in lower(waiting.cells::text)) > 0
           or position(p.label in waiting.cells::text) > 0
           or position(right(d.phone, 7)
             in regexp_replace(waiting.cells::text, '[^0-9"]', '', 'g')) > 0))
     returning id),
   pieces as (delete from import_piece piece using ended
     where piece.depot = $1 and piece.import = ended.id)
   delete from import_row waiting using ended
     where waiting.depot = $1 and waiting.import = ended.id`,
  `delete from entry_detail where depot = $1 and delivery = any($2::uuid[])`,
];

const END_MESSAGES = `update message m set sealed_text = null,
    ended_at = case when m.state in ('waiting', 'claimed') then $3::timestamptz else m.ended_at end,
    state = case when m.state in ('waiting', 'claimed') then 'cancelled' else m.state end
  from issue i where m.depot = $1 and i.depot = m.depot and i.id = m.issue
    and i.delivery = any($2::uuid[])`;

const ERASE_DELIVERY = `update delivery set customer = '', address = '{}', phone = null,
    call_phone = null, note = null, persons = null, places = null, language = null,
    erased_at = coalesce(erased_at, $3), version = version + 1
  where depot = $1 and id = any($2::uuid[])`;

const REMEMBER = `insert into erasure (depot, delivery, asked_at, done_at)
  select $1, id, $3::timestamptz, $3::timestamptz from unnest($2::uuid[]) as id
  on conflict (depot, delivery) do update set done_at = excluded.done_at`;

/**
 * Takes customers out of every table: names, addresses, numbers, instructions, texts of messages. Ids,
 * times, labels and proofs stay. The rows must be locked.
 */
export const eraseCustomers = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<void> => {
  for (const statement of STATEMENTS) await tx.query(statement, [depot, deliveries]);
  for (const statement of [END_MESSAGES, ERASE_DELIVERY]) {
    await tx.query(statement, [depot, deliveries, at(now)]);
  }
};

/** Takes all that is personal of deliveries out, and remembers that: nothing of it comes in again. */
export const eraseAll = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<void> => {
  for (const statement of ASKED_FOR) await tx.query(statement, [depot, deliveries]);
  await eraseCustomers(tx, depot, deliveries, now);
  await tx.query(REMEMBER, [depot, deliveries, at(now)]);
};

/** How many of its entries have what is personal in themselves: it stays in them. */
export const countOldEntries = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<number> => {
  const { rows } = await tx.query<{ entries: number }>(
    `select count(*)::int as entries from (
       select 1 from delivery d join entry e on e.depot = d.depot
         and e.received_at >= d.created_at and e.kind in ('hand-over', 'exception')
       where d.depot = $1 and d.id = $2::uuid and e.delivery = d.id
         and e.entry->>'version' = '1'
       union all
       select 1 from finding f where f.depot = $1 and f.entry->>'version' = '1'
         and f.delivery = $2::uuid
         and f.entry->'content'->>'kind' in ('hand-over', 'exception')) old`,
    [depot, delivery],
  );
  return rows[0]?.entries ?? 0;
};
