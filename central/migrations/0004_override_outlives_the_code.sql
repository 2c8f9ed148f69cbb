-- Up Migration
-- The dispatcher's code helps where the customer's is not good yet or no more: it has a validity of
-- its own, and waits to be shown for as long.

alter table issue
  add column override_not_before timestamptz,
  add column override_not_after timestamptz;
update issue set override_not_before = not_before, override_not_after = not_after;
alter table issue
  alter column override_not_before set not null,
  alter column override_not_after set not null,
  add check (override_not_before < override_not_after);

do $$
declare
  old text;
begin
  select conname into strict old from pg_constraint
  where conrelid = 'issue'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) like '%override_sealed IS NULL%'
    and pg_get_constraintdef(oid) like '%state%';
  execute format('alter table issue drop constraint %I', old);
end $$;
alter table issue add check (state in ('active', 'expired') or override_sealed is null);
create index issue_override_over on issue (override_not_after) where override_sealed is not null;

-- Down Migration
