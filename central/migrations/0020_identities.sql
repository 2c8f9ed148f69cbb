-- Whom the company's identity provider (OpenID Connect) knows an operator as. One whose e-mail address
-- it vouches for is found by that the first time, and by its own name for them from then on.
alter table operator add column email text;
create unique index operator_email on operator (lower(email)) where removed_at is null;

create table operator_identity (
  issuer text not null,
  subject text not null,
  operator uuid not null references operator,
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index operator_identity_operator on operator_identity (operator);
