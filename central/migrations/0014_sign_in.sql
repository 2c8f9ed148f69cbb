-- How people sign in, and the sessions that come of it. Everything here goes by the database's own
-- clock: processes may disagree about the time, and a session that is over is over at all of them.

-- Raised when somebody's rights change or all that they are known by ends: an act that began before
-- is not done.
alter table operator add column rights_version integer not null default 1;

create table operator_password (
  operator uuid primary key references operator,
  salt bytea not null,
  memory_kib integer not null,
  passes integer not null,
  lanes integer not null,
  hash bytea not null,
  changed_at timestamptz not null default now()
);

-- `last_step` is the newest time step whose code was taken: none is taken twice. A seed that is to
-- take the place of the one in use waits in `next_sealed` until a code of it was shown.
create table operator_totp (
  operator uuid primary key references operator,
  sealed bytea not null,
  last_step bigint not null default 0,
  next_sealed bytea,
  changed_at timestamptz not null default now()
);

create table operator_recovery_code (
  operator uuid not null references operator,
  code_hmac bytea not null,
  used_at timestamptz,
  primary key (operator, code_hmac)
);

-- A link with which somebody sets up how they sign in: a colleague who was invited, or whoever
-- becomes an admin by it, where it names nobody.
create table set_up_link (
  token_hash bytea primary key,
  operator uuid references operator,
  sealed_seed bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index set_up_link_operator on set_up_link (operator) where operator is not null;

create table operator_session (
  id uuid primary key,
  operator uuid not null references operator,
  -- How its person showed who they are.
  via text not null,
  -- What it signed in with, as that says itself.
  label text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  rotated_at timestamptz not null default now(),
  ended_at timestamptz
);
create index operator_session_operator on operator_session (operator);
create index operator_session_over on operator_session (expires_at);

-- A session's tokens: a new one now and then. The ones before it are over soon after it was first
-- used; whoever shows one later has a copy of it, and the session ends.
create table operator_session_token (
  token_hash bytea primary key,
  session uuid not null references operator_session on delete cascade,
  made_at timestamptz not null default now(),
  used_at timestamptz,
  superseded_at timestamptz
);
create index operator_session_token_session on operator_session_token (session);

-- How many more tries somebody has, by a keyed hash of whom and what it is about: until `filled_at`
-- all of them were made.
create table sign_in_limit (
  subject bytea primary key,
  filled_at timestamptz not null
);
create index sign_in_limit_over on sign_in_limit (filled_at);

alter table central_key
  drop constraint central_key_purpose_check,
  add constraint central_key_purpose_check check (purpose in ('root', 'manifest', 'time', 'receipt',
    'pass', 'audit', 'issuing', 'code-sealing', 'token-sealing', 'sign-in'));

-- Whoever asked for an import may not do so any more when it is to be kept.
alter table import
  drop constraint import_failure_check,
  add constraint import_failure_check
    check (failure in ('died', 'stopped', 'rights-changed', 'internal'));
