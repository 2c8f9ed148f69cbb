-- Up Migration
-- Sign-ins that came to nothing, until the audit says how many there were: one line an hour for each
-- person and for whom central does not know, however many tries somebody makes.
create table sign_in_trouble (
  id bigint generated always as identity primary key,
  operator uuid references operator,
  kind text not null check (kind in ('sign-in-refused', 'sign-in-locked')),
  tries integer not null,
  noted_at timestamptz,
  unique nulls not distinct (operator, kind)
);

-- Down Migration
drop table sign_in_trouble;
