-- Who acts, what each may do and where, and the keys that they are known by.
create table operator (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('person', 'integration')),
  created_at timestamptz not null,
  removed_at timestamptz
);
create unique index operator_name on operator (lower(name)) where removed_at is null;

-- A role of a person or a scope of an integration: in one depot, or in all where none is named.
create table operator_grant (
  id bigint generated always as identity primary key,
  operator uuid not null references operator,
  name text not null,
  depot uuid references depot,
  unique nulls not distinct (operator, name, depot)
);
create index operator_grant_depot on operator_grant (depot);

create table operator_key (
  id uuid primary key,
  operator uuid not null references operator,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index operator_key_operator on operator_key (operator);

insert into operator (id, name, kind, created_at, removed_at)
  select id, name, 'integration', created_at, revoked_at from staff_token;
insert into operator_grant (operator, name) select id, 'admin' from staff_token;
insert into operator_key (id, operator, token_hash, created_at, revoked_at)
  select gen_random_uuid(), id, token_hash, created_at, revoked_at from staff_token;
drop table staff_token;
