-- Up Migration
-- Which delivery an entry, a finding or an item speaks of, in a column of its own. Behind row-level
-- security PostgreSQL looks nothing up by an expression over JSON before it has read every row that
-- the policy shows: only columns are compared in an index there. Rewrites the three tables.

alter table entry add column delivery uuid generated always as (delivery_named(entry)) stored;
drop index entry_of_delivery;
create index entry_of_delivery on entry (depot, delivery) where delivery is not null;

alter table finding add column delivery uuid generated always as (delivery_named(entry)) stored;
drop index finding_hand_over;
create index finding_of_delivery on finding (depot, delivery) where delivery is not null;

alter table manifest_item add column delivery uuid generated always as
  (case when item->>'type' = 'delivery' then (item->>'id')::uuid end) stored;
drop index manifest_item_delivery;
create index manifest_item_delivery on manifest_item (depot, terminal, delivery, cursor)
  where delivery is not null;

-- Down Migration

drop index manifest_item_delivery;
create index manifest_item_delivery on manifest_item (depot, terminal, (item->>'id'), cursor)
  where item->>'type' = 'delivery';
alter table manifest_item drop column delivery;

drop index finding_of_delivery;
create index finding_hand_over on finding (depot, (entry->'content'->>'delivery'))
  where entry->'content'->>'kind' = 'hand-over';
alter table finding drop column delivery;

drop index entry_of_delivery;
create index entry_of_delivery on entry (depot, (entry->'content'->>'delivery'))
  where kind in ('hand-over', 'exception', 'exception-undone', 'attempt');
alter table entry drop column delivery;
