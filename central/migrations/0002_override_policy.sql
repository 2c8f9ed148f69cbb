-- Up Migration
-- The dispatcher's override, the depot's policy, and findings that no entry stands behind.

-- The codes that are good now, customers' and overrides' alike: no two of them are equal.
create table active_code (
  code_hmac bytea primary key,
  issue uuid not null references issue,
  purpose text not null check (purpose in ('hand-over', 'override')),
  unique (issue, purpose)
);

-- An issue from before has no override, and its terminal cannot have one: it is made again at the
-- next pull, under a new epoch. A hand-over made with its code still counts.
update issue set state = 'withdrawn', code_hmac = null, sealed_code = null,
  sms = case when sms = 'waiting' then 'cancelled' else sms end
where state = 'active';
delete from manifest_item where item->>'type' = 'delivery';

-- With the column goes its unique index, and the check that only an active issue has it.
alter table issue drop column code_hmac;
alter table issue
  add column override_salt text,
  add column override_presence_key text,
  -- The override's code under the code-sealing key, until it is shown or the issue ends.
  add column override_sealed bytea,
  add column override_shown_at timestamptz,
  add check (state = 'active' or override_sealed is null),
  add check (override_shown_at is null or override_sealed is null);

alter table depot add column policy jsonb;
update depot set policy =
  '{"leaseMs": 129600000, "clockToleranceMs": 120000, "clockBlocks": true, "waitsMs": [0, 30000, 300000, 3600000]}';
alter table depot alter column policy set not null;
with next as (
  update terminal set manifest_cursor = manifest_cursor + 1
  from depot where depot.id = terminal.depot
  returning terminal.id, manifest_cursor, policy
)
insert into manifest_item (terminal, cursor, item)
select id, manifest_cursor, jsonb_build_object('type', 'policy', 'policy', policy) from next;

-- What a terminal reports without an entry stands in `detail`.
alter table finding
  alter column entry_hash drop not null,
  alter column entry drop not null,
  alter column signature drop not null,
  add column detail jsonb,
  add check (num_nonnulls(entry_hash, entry, signature) in (0, 3)),
  add check ((entry is null) = (detail is not null));
create unique index finding_report on finding (terminal, code, detail) where entry is null;

create index entry_exception on entry (received_at) where kind = 'exception';

-- Down Migration
