-- What operators did is only ever added to. A worker gives each act its place in one chain of
-- hashes, once, and signs the chain's end.
alter table audit
  add column place bigint unique,
  add column hash text;
create index audit_unplaced on audit (id) where place is null;

create function audit_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and old.place is null and new.place is not null and new.hash is not null
    and (new.id, new.at, new.actor, new.act, new.subject)
      is not distinct from (old.id, old.at, old.actor, old.act, old.subject)
  then
    return new;
  end if;
  raise exception 'the audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_stays before update or delete on audit
  for each row execute function audit_stays();
create trigger audit_stays_whole before truncate on audit
  for each statement execute function audit_stays();

create table audit_end (
  place bigint primary key,
  document jsonb not null
);
create function audit_end_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_end_stays before update or delete or truncate on audit_end
  for each statement execute function audit_end_stays();

alter table central_key
  drop constraint central_key_purpose_check,
  add constraint central_key_purpose_check check (purpose in ('root', 'manifest', 'time', 'receipt',
    'pass', 'audit', 'issuing', 'code-sealing', 'token-sealing'));
