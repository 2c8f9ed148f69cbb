-- Up Migration
-- The root key rolls: the next one is made beforehand, named by a statement that the one before signed,
-- and terminals are told of it later. Which one a terminal trusts, and which one its enrolment code
-- names, is null for the first.

alter table central_key
  add column statement jsonb,
  add column told_at timestamptz,
  add constraint central_key_statement_check check (purpose = 'root' or statement is null),
  add constraint central_key_told_check check (statement is not null or told_at is null);
create unique index central_key_root_number on central_key ((statement #>> '{document,number}'))
  where statement is not null;
alter table terminal add column root text;
alter table enrolment_token add column root text;

-- Down Migration
alter table enrolment_token drop column root;
alter table terminal drop column root;
delete from central_key where statement is not null;
drop index central_key_root_number;
alter table central_key
  drop constraint central_key_told_check,
  drop constraint central_key_statement_check,
  drop column told_at,
  drop column statement;
