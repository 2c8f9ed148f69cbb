-- Up Migration
-- A finding's delivery is looked up by its id, and not compared with each delivery of the depot as a
-- text: a docking waits for it.

create or replace function webhook_findings_made() returns trigger language plpgsql as $$
begin
  insert into webhook_event (depot, delivery, type, data)
    select f.depot, d.id, 'finding.made',
      jsonb_build_object('finding', f.id, 'code', f.code, 'terminal', f.terminal)
    from made f
      left join delivery d on d.depot = f.depot and d.id =
        case when f.entry->'content'->>'delivery' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
          then (f.entry->'content'->>'delivery')::uuid end
    where exists (select 1 from webhook w where w.depot = f.depot and w.removed_at is null);
  return null;
end
$$;

-- Down Migration

create or replace function webhook_findings_made() returns trigger language plpgsql as $$
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
