-- Up Migration
-- When a session's person last showed who they are: what lets somebody in asks for that anew.
alter table operator_session add column proved_at timestamptz not null default now();
update operator_session set proved_at = created_at;

-- Down Migration
alter table operator_session drop column proved_at;
