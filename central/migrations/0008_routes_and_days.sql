-- Up Migration
-- Routes that terminals tell apart by day, deliveries that end for good, and the depot's own facts.

alter table depot add column dispatcher_phone text;

-- How the stop ended without a code, as its terminal said last; null: it did not, or it was undone.
alter table delivery
  add column exception text,
  drop constraint delivery_status_check,
  add constraint delivery_status_check
    check (status in ('open', 'delivered', 'expired', 'undelivered'));
update delivery set exception = said.outcome from (
  select distinct on (entry->'content'->>'delivery')
    (entry->'content'->>'delivery')::uuid as delivery, entry->'content'->>'outcome' as outcome
  from entry where kind in ('exception', 'exception-undone')
  order by entry->'content'->>'delivery', received_at desc, sequence desc) said
  where said.delivery = delivery.id;

-- Whether the terminal has the delivery still: it was given it, and was not told that it is over.
alter table issue add column held boolean not null default true;
update issue set held = false where exists (
  select 1 from manifest_item told where told.terminal = issue.terminal
    and told.item->>'type' = 'withdrawn' and told.item->>'delivery' = issue.delivery::text
    and told.cursor > (select max(given.cursor) from manifest_item given
      where given.terminal = issue.terminal and given.item->>'type' = 'delivery'
        and given.item->>'id' = issue.delivery::text));
create index issue_held on issue (terminal) where held;

-- What terminals were given before says which route it is of.
update manifest_item set item = item || jsonb_build_object('route', delivery.route)
  from delivery where item->>'type' = 'delivery' and delivery.id::text = item->>'id';
update manifest_item set item = item || (
    select jsonb_build_object('id', route.id, 'day', to_char(route.day, 'YYYY-MM-DD'))
    from route join terminal on terminal.depot = route.depot
    where terminal.id = manifest_item.terminal and route.name = item->>'name'
    order by route.terminal is distinct from terminal.id, route.day desc limit 1)
  where item->>'type' = 'route' and exists (
    select 1 from route join terminal on terminal.depot = route.depot
    where terminal.id = manifest_item.terminal and route.name = item->>'name');

-- Every terminal is told where its depot is.
with told as (
  update terminal set manifest_cursor = manifest_cursor + 1 returning id, depot, manifest_cursor)
insert into manifest_item (terminal, cursor, item)
  select told.id, told.manifest_cursor,
    jsonb_build_object('type', 'depot', 'timeZone', depot.time_zone, 'dispatcherPhone', null)
  from told join depot on depot.id = told.depot;

-- Down Migration
drop index issue_held;
alter table issue drop column held;
update delivery set status = 'expired' where status = 'undelivered';
alter table delivery
  drop column exception,
  drop constraint delivery_status_check,
  add constraint delivery_status_check check (status in ('open', 'delivered', 'expired'));
alter table depot drop column dispatcher_phone;
