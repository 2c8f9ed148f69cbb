-- Up Migration
-- Dockings at width: nothing is counted, written anew or looked at one by one for each page or entry.

-- How often a finding came, and when it last did: what a terminal did not sign is folded into one.
alter table finding add column times integer not null default 1 check (times >= 1);
alter table finding add column last_at timestamptz;
-- The one that stands for all of its kind; and those of a terminal, the newest first.
create index finding_terminal on finding (depot, terminal, id);

-- How many items a terminal was ever given, and which of them one is: what is left after a page is
-- the difference. Cursors have gaps where the database was restored.
alter table terminal add column manifest_items bigint not null default 0;
alter table manifest_item add column place bigint;
update manifest_item m set place = p.place
  from (select depot, terminal, cursor, row_number() over (partition by depot, terminal order by cursor) as place
    from manifest_item) p
  where m.depot = p.depot and m.terminal = p.terminal and m.cursor = p.cursor;
update terminal t set manifest_items = (select count(*) from manifest_item m
  where m.depot = t.depot and m.terminal = t.id);
alter table manifest_item alter column place set not null;

-- An item is kept in its canonical form (RFC 8785), of which a page is put together and signed
-- without being read. `json` keeps a text as it is. All members' names are ASCII, all numbers are
-- whole.
create function canonical(value jsonb) returns text language sql immutable as $$
  select case jsonb_typeof(value)
    when 'object' then '{' || coalesce((select string_agg(to_json(key)::text || ':' || canonical(member), ','
      order by key collate "C") from jsonb_each(value) as each (key, member)), '') || '}'
    when 'array' then '[' || coalesce((select string_agg(canonical(member), ',' order by n)
      from jsonb_array_elements(value) with ordinality as each (member, n)), '') || ']'
    else value::text end
$$;
drop index manifest_item_route;
alter table manifest_item alter column item type json using canonical(item)::json;
create index manifest_item_route on manifest_item (depot, terminal) where item->>'type' = 'route';
drop function canonical(jsonb);

-- Whose code is being made, and until when whoever makes it is believed to live: nobody derives the
-- same meanwhile, and nothing is locked.
create table sealing (
  depot uuid not null,
  delivery uuid not null,
  claimed_until timestamptz not null,
  primary key (depot, delivery),
  foreign key (depot, delivery) references delivery (depot, id)
);

-- Down Migration
