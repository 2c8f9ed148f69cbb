-- Up Migration
-- Instants are timestamptz in milliseconds; secrets at rest are AES-256-GCM under the master key.

create table central_key (
  id text primary key,
  purpose text not null check (purpose in ('root', 'manifest', 'time', 'receipt', 'issuing', 'code-sealing')),
  public_key text,
  sealed bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null
);

create table depot (
  id uuid primary key,
  name text not null unique,
  sender text not null,
  time_zone text not null,
  lead_ms bigint not null check (lead_ms >= 0),
  attempts integer not null check (attempts between 1 and 100),
  agreement_key text not null,
  sealed_agreement bytea not null,
  created_at timestamptz not null
);

create table terminal (
  id uuid primary key,
  depot uuid not null references depot,
  name text not null,
  platform text not null,
  signing_key text not null unique,
  agreement_key text not null,
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  -- The newest entry that is stored for good, and from when on the next ones can be.
  acknowledged bigint not null default 0,
  head_hash text,
  floor_at timestamptz not null,
  last_dock timestamptz,
  -- The newest manifest item.
  manifest_cursor bigint not null default 0
);
create index terminal_depot on terminal (depot);

create table enrolment_token (
  token_hash bytea primary key,
  depot uuid not null references depot,
  terminal_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  terminal uuid references terminal
);

create table driver (
  id uuid primary key,
  depot uuid not null references depot,
  name text not null,
  created_at timestamptz not null,
  unique (depot, name)
);

create table route (
  id uuid primary key,
  depot uuid not null references depot,
  name text not null,
  day date not null,
  driver uuid references driver,
  terminal uuid references terminal,
  created_at timestamptz not null,
  unique (depot, day, name),
  check (terminal is null or driver is not null)
);
create index route_terminal on route (terminal);

create table delivery (
  id uuid primary key,
  depot uuid not null references depot,
  route uuid not null references route,
  short_id text not null,
  position integer not null,
  customer text not null,
  address text[] not null,
  phone text not null,
  arrival timestamptz not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  status text not null default 'open' check (status in ('open', 'delivered', 'expired')),
  created_at timestamptz not null,
  check (not_before < not_after)
);
create unique index delivery_short_id on delivery (depot, short_id) where status = 'open';
create unique index delivery_position on delivery (route, position) where status = 'open';
create index delivery_route on delivery (route);
create index delivery_over on delivery (not_after) where status = 'open';

create table parcel (
  delivery uuid not null references delivery,
  depot uuid not null references depot,
  label text not null,
  active boolean not null default true,
  primary key (delivery, label)
);
create unique index parcel_label on parcel (depot, label) where active;

-- One issue of a code: for one delivery, one terminal, one driver. The code itself stands here
-- only sealed, only until its SMS is sent or the issue is over.
create table issue (
  id uuid primary key,
  delivery uuid not null references delivery,
  epoch integer not null,
  terminal uuid not null references terminal,
  driver uuid not null references driver,
  salt text not null,
  memory_kib integer not null,
  passes integer not null,
  lanes integer not null,
  presence_key text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  attempts integer not null,
  state text not null default 'active' check (state in ('active', 'used', 'withdrawn', 'expired')),
  code_hmac bytea,
  sealed_code bytea,
  sms text not null default 'waiting' check (sms in ('waiting', 'sent', 'cancelled', 'expired')),
  sms_due timestamptz not null,
  sms_sent_at timestamptz,
  created_at timestamptz not null,
  unique (delivery, epoch),
  check ((state = 'active') = (code_hmac is not null)),
  check ((sms = 'waiting') = (sealed_code is not null))
);
create unique index issue_active on issue (delivery) where state = 'active';
create unique index issue_code_unique on issue (code_hmac) where state = 'active';
create index issue_over on issue (not_after) where state = 'active';

create table manifest_item (
  terminal uuid not null references terminal,
  cursor bigint not null,
  item jsonb not null,
  primary key (terminal, cursor)
);

-- What central signed about the time, so that a clock entry can be told from an invented one.
create table time_statement (
  terminal uuid not null references terminal,
  at timestamptz not null,
  primary key (terminal, at)
);

create table entry (
  terminal uuid not null references terminal,
  sequence bigint not null,
  hash text not null,
  kind text not null,
  entry jsonb not null,
  signature text not null,
  not_before timestamptz not null,
  received_at timestamptz not null,
  primary key (terminal, sequence)
);
create index entry_hand_over on entry (received_at) where kind = 'hand-over';

-- The hand-overs that count: one for each delivery and epoch.
create table hand_over (
  delivery uuid not null,
  epoch integer not null,
  terminal uuid not null,
  sequence bigint not null,
  primary key (delivery, epoch),
  unique (terminal, sequence),
  foreign key (delivery, epoch) references issue (delivery, epoch),
  foreign key (terminal, sequence) references entry (terminal, sequence)
);

-- What a person must look at. The entry is kept whole, whatever is wrong with it.
create table finding (
  id bigint generated always as identity primary key,
  terminal uuid not null references terminal,
  sequence bigint not null,
  code text not null,
  entry_hash text not null,
  entry jsonb not null,
  signature text not null,
  received_at timestamptz not null,
  unique (terminal, sequence, code, entry_hash, signature)
);

create table request_nonce (
  key_id text not null,
  nonce text not null,
  expires_at timestamptz not null,
  primary key (key_id, nonce)
);
create index request_nonce_expiry on request_nonce (expires_at);

create table server_nonce (
  key_id text not null,
  nonce text not null,
  expires_at timestamptz not null,
  primary key (key_id, nonce)
);
create index server_nonce_expiry on server_nonce (expires_at);

create table staff_token (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  act text not null,
  subject jsonb not null
);

-- Down Migration
