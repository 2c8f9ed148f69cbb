-- Up Migration
-- What a person must decide, and what was decided. An entry that was found wanting is one case,
-- whatever is wrong with it; so is a report without an entry. A delivery that was not delivered is one,
-- however often its driver says so. The database opens cases itself, so that a central of the version
-- before opens them too.
create table case_file (
  depot uuid not null,
  id bigint generated always as identity,
  kind text not null check (kind in ('finding', 'exception')),
  -- The finding's code that weighs most, or the driver's reason.
  code text not null,
  -- The same for cases that can be decided together. What weighs most comes first.
  likeness text not null,
  terminal uuid not null,
  sequence bigint not null,
  entry_hash text,
  finding bigint,
  -- Null where the depot has no such delivery.
  delivery uuid,
  opened_at timestamptz not null,
  times integer not null default 1 check (times >= 1),
  last_at timestamptz not null,
  assigned_to uuid,
  assigned_at timestamptz,
  settled_at timestamptz,
  -- A person, or central: what was missing came in, or the driver took it back.
  settled_by text,
  settled_as text check (settled_as in ('counted', 'dismissed', 'noted', 'resolved')),
  settled_code text,
  settled_reason text,
  -- What counted before, and how the delivery stood: what a reopening puts back.
  before jsonb,
  primary key (depot, id),
  foreign key (depot, terminal) references terminal (depot, id),
  check ((kind = 'finding') = (finding is not null)),
  check (num_nonnulls(assigned_to, assigned_at) in (0, 2)),
  check (num_nonnulls(settled_at, settled_by, settled_as, settled_code, settled_reason) in (0, 5))
);
create unique index case_of_entry on case_file (depot, terminal, entry_hash)
  where settled_at is null and kind = 'finding';
create unique index case_of_exception on case_file (depot, delivery)
  where settled_at is null and kind = 'exception';
create index case_open on case_file (depot, likeness, id) where settled_at is null;
create index case_settled on case_file (depot, settled_at, id) where settled_at is not null;
create index case_terminal on case_file (depot, terminal, sequence);
create index case_delivery on case_file (depot, delivery) where delivery is not null;
create index case_id on case_file (id);

-- Who was given a case, who decided what, and who took it back: nothing of it vanishes.
create table case_event (
  depot uuid not null,
  case_id bigint not null,
  number integer not null,
  at timestamptz not null,
  by text not null,
  what text not null check (what in ('assigned', 'settled', 'reopened')),
  assigned_to uuid,
  settled_as text,
  settled_code text,
  reason text not null default '',
  primary key (depot, case_id, number),
  foreign key (depot, case_id) references case_file (depot, id)
);

-- Who has a case open in front of them.
create table case_viewer (
  depot uuid not null,
  case_id bigint not null,
  operator uuid not null,
  seen_at timestamptz not null,
  primary key (depot, case_id, operator),
  foreign key (depot, case_id) references case_file (depot, id)
);

create function case_likeness(code text, terminal uuid, entry jsonb) returns text
  language sql immutable parallel safe as $$
  select case
    when code = 'second-hand-over' then '1/second/'
    when code in ('no-presence', 'no-such-delivery') then '2/' || code || '/'
    when code in ('forked', 'broken-chain', 'gap') then
      case when entry->'content'->>'kind' = 'hand-over' then '3/hand-over/' else '5/log/' end
    when code = 'rolled-back' then '4/rolled-back/'
    when code in ('bad-signature', 'other-terminal') then '7/' || code || '/'
    when code in ('missing-evidence', 'altered-detail') then '8/' || code || '/'
    else '6/' || code || '/' end || terminal
$$;

create function delivery_named(entry jsonb) returns uuid
  language sql immutable parallel safe as $$
  select case when entry->'content'->>'delivery' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then (entry->'content'->>'delivery')::uuid end
$$;

create function cases_of_findings() returns trigger language plpgsql as $$
begin
  insert into case_file (depot, kind, code, likeness, terminal, sequence, entry_hash, finding,
      delivery, opened_at, last_at)
    select distinct on (f.depot, f.terminal, coalesce(f.entry_hash, f.id::text)) f.depot, 'finding',
      f.code, case_likeness(f.code, f.terminal, f.entry), f.terminal, f.sequence, f.entry_hash, f.id,
      d.id, f.received_at, f.received_at
    from made f
      left join delivery d on d.depot = f.depot and d.id = delivery_named(f.entry)
    where f.settled_at is null
    order by f.depot, f.terminal, coalesce(f.entry_hash, f.id::text),
      case_likeness(f.code, f.terminal, f.entry), f.id
  on conflict (depot, terminal, entry_hash) where settled_at is null and kind = 'finding'
  do update set
    code = case when excluded.likeness < case_file.likeness then excluded.code
      else case_file.code end,
    finding = case when excluded.likeness < case_file.likeness then excluded.finding
      else case_file.finding end,
    likeness = least(excluded.likeness, case_file.likeness);
  return null;
end
$$;
create trigger cases_of_findings after insert on finding
  referencing new table as made for each statement execute function cases_of_findings();

create function cases_of_exceptions() returns trigger language plpgsql as $$
begin
  insert into case_file (depot, kind, code, likeness, terminal, sequence, entry_hash, delivery,
      opened_at, last_at)
    select distinct on (e.depot, e.entry->'content'->>'delivery') e.depot, 'exception',
      e.entry->'content'->>'outcome', '9/' || (e.entry->'content'->>'outcome'), e.terminal,
      e.sequence, e.hash, d.id, e.received_at, e.received_at
    from made e
      left join delivery d on d.depot = e.depot and d.id = delivery_named(e.entry)
    where e.kind = 'exception' and not exists (select 1 from hand_over h
      where h.depot = e.depot and h.delivery = d.id)
    order by e.depot, e.entry->'content'->>'delivery', e.sequence desc
  on conflict (depot, delivery) where settled_at is null and kind = 'exception'
  do update set code = excluded.code, likeness = excluded.likeness, terminal = excluded.terminal,
    sequence = excluded.sequence, entry_hash = excluded.entry_hash, last_at = excluded.last_at,
    times = case_file.times + 1;
  return null;
end
$$;
create trigger cases_of_exceptions after insert on entry
  referencing new table as made for each statement execute function cases_of_exceptions();

-- What was found before: decided or not. On what was not delivered before nobody waits for a word.
insert into case_file (depot, kind, code, likeness, terminal, sequence, entry_hash, finding,
    delivery, opened_at, last_at, settled_at, settled_by, settled_as, settled_code, settled_reason)
  select distinct on (f.depot, f.terminal, coalesce(f.entry_hash, f.id::text), f.settled_at) f.depot,
    'finding', f.code, case_likeness(f.code, f.terminal, f.entry), f.terminal, f.sequence,
    f.entry_hash, f.id, d.id, f.received_at, coalesce(f.last_at, f.received_at),
    f.settled_at, f.settled_by, f.settled_as,
    case when f.settled_at is not null then 'other' end, f.settled_reason
  from finding f left join delivery d on d.depot = f.depot and d.id = delivery_named(f.entry)
  order by f.depot, f.terminal, coalesce(f.entry_hash, f.id::text), f.settled_at,
    case_likeness(f.code, f.terminal, f.entry), f.id;

-- Down Migration
drop trigger cases_of_exceptions on entry;
drop trigger cases_of_findings on finding;
drop function cases_of_exceptions, cases_of_findings, case_likeness, delivery_named;
drop table case_viewer;
drop table case_event;
drop table case_file;
