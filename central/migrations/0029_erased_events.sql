-- Up Migration

-- A receiver that keeps something of a customer beside a delivery must hear that it is to go.
create or replace function webhook_deliveries_changed() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select d.depot, d.id,
      case when d.erased_at is not null and b.erased_at is null then 'delivery.erased'
        when d.status = b.status then 'delivery.changed'
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

-- Down Migration

create or replace function webhook_deliveries_changed() returns trigger language plpgsql as $$
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
