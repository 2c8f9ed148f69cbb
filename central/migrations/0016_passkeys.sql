-- Passkeys: the public keys of authenticators that check who their person is, several for each person.
create table operator_passkey (
  -- Chosen by the authenticator (WebAuthn Level 3, 5.1).
  id text primary key,
  operator uuid not null references operator,
  name text not null,
  public_key bytea not null,
  -- How often it was used, if it counts; one that counts and falls back was copied.
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index operator_passkey_operator on operator_passkey (operator);

-- Challenges that were answered: each is once. They are over after some minutes, and forgotten then.
create table used_challenge (
  challenge bytea primary key,
  expires_at timestamptz not null
);
create index used_challenge_over on used_challenge (expires_at);

-- Who is set up by a link, known before they are there: a passkey is made for an id.
alter table set_up_link add column person uuid not null default gen_random_uuid();
update set_up_link set person = operator where operator is not null;
