-- Up Migration
-- Who signs in at a depot's terminals. Of a badge there is a hash of its 128 random bits, of a PIN a
-- slow hash with a salt of its own. A driver has the id that routes name.

create table staff (
  id uuid primary key,
  depot uuid not null references depot,
  number integer not null check (number between 1 and 999999),
  name text not null,
  role text not null check (role in ('driver', 'it')),
  badge text unique,
  pin jsonb,
  created_at timestamptz not null,
  removed_at timestamptz,
  check (removed_at is null or (badge is null and pin is null))
);
create unique index staff_number on staff (depot, number) where removed_at is null;
create unique index staff_name on staff (depot, name) where removed_at is null;

-- What a docking does to who is signed in is part of every policy.
update depot set policy = policy || '{"signOutAtDock": false}' where not policy ? 'signOutAtDock';

-- What exceptions are looked up by, and sign-ins listed by.
create index entry_undone on entry (terminal) where kind = 'exception-undone';
create index entry_sign_in on entry (received_at)
  where kind in ('signed-in', 'signed-out', 'sign-in-refused');

-- Down Migration
