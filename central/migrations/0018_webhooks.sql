-- Who is told what becomes of deliveries, by requests to an address of theirs. Events come about by
-- triggers, in the transaction of what they are about, whatever changes it; nothing about a customer
-- is in one. Everything here goes by the database's own clock.

-- Up Migration

create table webhook (
  depot uuid not null references depot (id),
  id uuid not null,
  url text not null,
  -- Null: events of every type.
  types text[],
  -- What its requests are signed with, sealed; for a while after a new one was made, the old one too.
  sealed_secret bytea not null,
  old_sealed_secret bytea,
  old_until timestamptz,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (depot, id)
);
create index webhook_id on webhook (id);

create table webhook_event (
  depot uuid not null,
  id bigint generated always as identity,
  -- What it is about; null: a finding about no delivery that is known.
  delivery uuid,
  type text not null,
  at timestamptz not null default now(),
  data jsonb not null,
  primary key (depot, id)
);

-- An event on its way to one webhook. `waiting`: until it was taken, or was tried for too long.
create table webhook_sending (
  depot uuid not null,
  webhook uuid not null,
  event bigint not null,
  delivery uuid,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  ended_at timestamptz,
  -- What the receiver answered the last time, or why it did not.
  status integer,
  reason text,
  primary key (depot, webhook, event),
  foreign key (depot, webhook) references webhook (depot, id),
  foreign key (depot, event) references webhook_event (depot, id) on delete cascade,
  check ((state = 'waiting') = (ended_at is null))
);
create index webhook_sending_event on webhook_sending (depot, event);
-- What is to be done next, of all depots: one worker serves them all.
create index webhook_sending_next on webhook_sending (next_at) where state = 'waiting';
create index webhook_sending_order on webhook_sending (depot, webhook, delivery, event)
  where state = 'waiting';
create index webhook_sending_over on webhook_sending (depot, ended_at) where state <> 'waiting';

create function webhook_events_go_out() returns trigger language plpgsql as $$
begin
  insert into webhook_sending (depot, webhook, event, delivery)
    select made.depot, webhook.id, made.id, made.delivery
    from made join webhook on webhook.depot = made.depot and webhook.removed_at is null
      and (webhook.types is null or made.type = any (webhook.types));
  return null;
end
$$;
create trigger webhook_events_go_out after insert on webhook_event
  referencing new table as made for each statement execute function webhook_events_go_out();

create function webhook_deliveries_made() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select d.depot, d.id, 'delivery.created', jsonb_build_object('reference', d.short_id,
      'status', d.status, 'version', d.version, 'route', d.route)
    from made d
    where exists (select 1 from webhook w where w.depot = d.depot and w.removed_at is null)
    order by d.depot, d.route, d.position;
  return null;
end
$$;
create trigger webhook_deliveries_made after insert on delivery
  referencing new table as made for each statement execute function webhook_deliveries_made();

create function webhook_deliveries_changed() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select d.depot, d.id,
      case when d.status = b.status then 'delivery.changed'
        when d.status = 'open' then 'delivery.reopened'
        when d.status = 'undelivered' then 'delivery.exception'
        else 'delivery.' || d.status end,
      jsonb_build_object('reference', d.short_id, 'status', d.status, 'version', d.version,
        'route', d.route) ||
      case when d.exception is null then '{}' else jsonb_build_object('exception', d.exception) end
    from now_so d join before b on b.depot = d.depot and b.id = d.id
    where (d.status <> b.status or d.version <> b.version)
      and exists (select 1 from webhook w where w.depot = d.depot and w.removed_at is null)
    order by d.depot, d.id;
  return null;
end
$$;
create trigger webhook_deliveries_changed after update on delivery
  referencing old table as before new table as now_so
  for each statement execute function webhook_deliveries_changed();

create function webhook_routes_assigned() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select d.depot, d.id, 'delivery.assigned', jsonb_build_object('reference', d.short_id,
      'status', d.status, 'version', d.version, 'route', d.route, 'terminal', r.terminal,
      'driver', r.driver)
    from now_so r join before b on b.depot = r.depot and b.id = r.id
      join delivery d on d.depot = r.depot and d.route = r.id and d.status = 'open'
    where r.terminal is not null
      and (r.terminal, r.driver) is distinct from (b.terminal, b.driver)
      and exists (select 1 from webhook w where w.depot = r.depot and w.removed_at is null)
    order by d.depot, d.position;
  return null;
end
$$;
create trigger webhook_routes_assigned after update on route
  referencing old table as before new table as now_so
  for each statement execute function webhook_routes_assigned();

create function webhook_codes_made() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select i.depot, i.delivery, 'code.made',
      jsonb_build_object('epoch', i.epoch, 'terminal', i.terminal)
    from made i
    where exists (select 1 from webhook w where w.depot = i.depot and w.removed_at is null)
    order by i.depot, i.delivery;
  return null;
end
$$;
create trigger webhook_codes_made after insert on issue
  referencing new table as made for each statement execute function webhook_codes_made();

create function webhook_messages_moved() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select m.depot, i.delivery,
      case m.state when 'accepted' then 'message.sent' else 'message.' || m.state end,
      jsonb_build_object('message', m.id, 'kind', m.kind) ||
      case when m.state = 'failed' and m.reason is not null
        then jsonb_build_object('reason', m.reason) else '{}' end
    from now_so m join before b on b.depot = m.depot and b.id = m.id
      join issue i on i.depot = m.depot and i.id = m.issue
    where m.state <> b.state and m.state in ('accepted', 'delivered', 'failed')
      and exists (select 1 from webhook w where w.depot = m.depot and w.removed_at is null);
  return null;
end
$$;
create trigger webhook_messages_moved after update on message
  referencing old table as before new table as now_so
  for each statement execute function webhook_messages_moved();

create function webhook_findings_made() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select f.depot, d.id, 'finding.made',
      jsonb_build_object('finding', f.id, 'code', f.code, 'terminal', f.terminal)
    from made f
      left join delivery d on d.depot = f.depot
        and d.id::text = f.entry->'content'->>'delivery'
    where exists (select 1 from webhook w where w.depot = f.depot and w.removed_at is null);
  return null;
end
$$;
create trigger webhook_findings_made after insert on finding
  referencing new table as made for each statement execute function webhook_findings_made();

alter table central_key
  drop constraint central_key_purpose_check,
  add constraint central_key_purpose_check check (purpose in ('root', 'manifest', 'time', 'receipt',
    'pass', 'audit', 'issuing', 'code-sealing', 'token-sealing', 'sign-in', 'webhooks'));

-- Down Migration

drop trigger webhook_findings_made on finding;
drop trigger webhook_messages_moved on message;
drop trigger webhook_codes_made on issue;
drop trigger webhook_routes_assigned on route;
drop trigger webhook_deliveries_changed on delivery;
drop trigger webhook_deliveries_made on delivery;
drop table webhook_sending, webhook_event, webhook;
drop function webhook_findings_made, webhook_messages_moved, webhook_codes_made,
  webhook_routes_assigned, webhook_deliveries_changed, webhook_deliveries_made,
  webhook_events_go_out;
delete from central_key where purpose = 'webhooks';
alter table central_key
  drop constraint central_key_purpose_check,
  add constraint central_key_purpose_check check (purpose in ('root', 'manifest', 'time', 'receipt',
    'pass', 'audit', 'issuing', 'code-sealing', 'token-sealing', 'sign-in'));
