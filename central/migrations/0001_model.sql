-- Up Migration
-- Instants are timestamptz in milliseconds; secrets at rest are AES-256-GCM under the master key.
--
-- What grows with the work of a depot belongs to one, and has the depot as the first column of each
-- primary, unique and foreign key. `central/src/database/depot-keys.test.ts` fails otherwise, and
-- names the tables that are not so.

-- A key signs from `signs_from` on: a successor is in the list for a while before it does, so that
-- the terminals know it. `listed_at` is when it came into the list.
create table central_key (
  id text primary key,
  purpose text not null check (purpose in ('root', 'manifest', 'time', 'receipt', 'pass', 'issuing',
    'code-sealing', 'token-sealing')),
  public_key text,
  sealed bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  signs_from timestamptz not null,
  listed_at timestamptz not null,
  check (not_before <= signs_from and signs_from < not_after)
);

-- Where this database lives, and when it was last noticed that it had been restored. Deliveries from
-- before that moment get epochs above `epoch_floor` only: what is below may have been given out in
-- the time that the backup does not know.
create table life (
  one boolean primary key default true check (one),
  home text,
  restored_at timestamptz,
  epoch_floor integer not null default 0 check (epoch_floor between 0 and 999999)
);
insert into life default values;

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

create table depot (
  id uuid primary key,
  name text not null unique,
  sender text not null,
  time_zone text not null,
  dispatcher_phone text,
  lead_ms bigint not null check (lead_ms >= 0),
  attempts integer not null check (attempts between 1 and 100),
  policy jsonb not null,
  agreement_key text not null,
  sealed_agreement bytea not null,
  created_at timestamptz not null
);

-- What a terminal enrols with: found by its hash, before the depot is known. One that was used stays,
-- with the key that the terminal showed: no key enrols twice, in whichever depot. It names the
-- terminal without a foreign key, because a table of all depots cannot point into one of each.
create table enrolment_token (
  token_hash bytea primary key,
  depot uuid not null references depot,
  terminal_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  terminal uuid,
  signing_key text unique,
  check ((terminal is null) = (signing_key is null))
);
create index enrolment_token_depot on enrolment_token (depot);

create table terminal (
  depot uuid not null references depot,
  id uuid not null,
  name text not null,
  platform text not null,
  signing_key text not null,
  agreement_key text not null,
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  -- The newest entry that is stored for good, and from when on the next ones can be.
  acknowledged bigint not null default 0,
  head_hash text,
  floor_at timestamptz not null,
  last_dock timestamptz,
  -- The newest manifest item.
  manifest_cursor bigint not null default 0,
  -- Cursors above `forgotten_from`, up to `forgotten_to`, are of a time that the database does not
  -- know, because it was restored: a terminal that has such a one pulls the whole manifest again.
  forgotten_from bigint,
  forgotten_to bigint,
  -- The newest key list that the terminal was given.
  keys_issued timestamptz not null,
  primary key (depot, id),
  check ((forgotten_from is null) = (forgotten_to is null)),
  check (forgotten_from <= forgotten_to and forgotten_to <= manifest_cursor)
);

create table driver (
  depot uuid not null references depot,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  primary key (depot, id),
  unique (depot, name)
);

-- Who signs in at a depot's terminals. Of a badge there is a hash of its 128 random bits, of a PIN a
-- slow hash with a salt of its own. A driver has the id that routes name.
create table staff (
  depot uuid not null references depot,
  id uuid not null,
  number integer not null check (number between 1 and 999999),
  name text not null,
  role text not null check (role in ('driver', 'it')),
  badge text,
  pin jsonb,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (depot, id),
  unique (depot, badge),
  check (removed_at is null or (badge is null and pin is null))
);
create unique index staff_number on staff (depot, number) where removed_at is null;
create unique index staff_name on staff (depot, name) where removed_at is null;

-- Customers' tokens. Seed and PIN's hash are here only sealed; `next` is the first counter or time
-- step that was never used.
create table token (
  depot uuid not null references depot,
  id uuid not null,
  serial text not null,
  kind text not null check (kind in ('hotp', 'totp', 'ocra')),
  parameters jsonb not null,
  sealed_seed bytea not null,
  sealed_pin bytea,
  next bigint not null default 0 check (next between 0 and 9007199254740991),
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (depot, id),
  unique (depot, serial)
);

create table route (
  depot uuid not null references depot,
  id uuid not null,
  name text not null,
  day date not null,
  driver uuid,
  terminal uuid,
  created_at timestamptz not null,
  primary key (depot, id),
  unique (depot, day, name),
  foreign key (depot, driver) references driver (depot, id),
  foreign key (depot, terminal) references terminal (depot, id),
  check (terminal is null or driver is not null)
);
create index route_driver on route (depot, driver) where driver is not null;
create index route_terminal on route (depot, terminal) where terminal is not null;

create table delivery (
  depot uuid not null,
  id uuid not null,
  -- Raised by each act that changes what it is, who takes it or how it ended. What follows from that
  -- elsewhere, as a code that is made or sent, does not raise it.
  version integer not null default 1 check (version >= 1),
  route uuid not null,
  short_id text not null,
  position integer not null,
  customer text not null,
  address text[] not null,
  -- Who has a token needs no telephone.
  phone text,
  token uuid,
  arrival timestamptz not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  status text not null default 'open'
    check (status in ('open', 'delivered', 'expired', 'undelivered')),
  -- How the stop ended without a code, as its terminal said last; null: it did not, or it was undone.
  exception text,
  created_at timestamptz not null,
  primary key (depot, id),
  foreign key (depot, route) references route (depot, id),
  foreign key (depot, token) references token (depot, id),
  check (not_before < not_after),
  check (phone is not null or token is not null)
);
create unique index delivery_short_id on delivery (depot, short_id) where status = 'open';
create unique index delivery_position on delivery (depot, route, position) where status = 'open';
-- An override is shown for what has expired as well.
create index delivery_reference on delivery (depot, short_id) where status in ('open', 'expired');
create index delivery_route on delivery (depot, route);
create index delivery_over on delivery (depot, not_after) where status = 'open';
create index delivery_token on delivery (depot, token) where token is not null;

create table parcel (
  depot uuid not null,
  delivery uuid not null,
  label text not null,
  active boolean not null default true,
  primary key (depot, delivery, label),
  foreign key (depot, delivery) references delivery (depot, id)
);
create unique index parcel_label on parcel (depot, label) where active;

-- Whatever can open a delivery, code, token or pass, has a number of its own: one row for each.
create table delivery_epoch (
  depot uuid not null,
  delivery uuid not null,
  epoch integer not null check (epoch between 1 and 1000000),
  primary key (depot, delivery, epoch),
  foreign key (depot, delivery) references delivery (depot, id)
);

-- One issue of a code: for one delivery, one terminal, one driver. The code itself is here only
-- sealed, only until its SMS is sent or the issue is over. An issue for a token has no code of the
-- customer's, and no SMS.
create table issue (
  depot uuid not null,
  id uuid not null,
  delivery uuid not null,
  epoch integer not null,
  terminal uuid not null,
  driver uuid not null,
  token uuid,
  salt text,
  memory_kib integer not null,
  passes integer not null,
  lanes integer not null,
  presence_key text,
  not_before timestamptz not null,
  not_after timestamptz not null,
  attempts integer not null,
  state text not null default 'active' check (state in ('active', 'used', 'withdrawn', 'expired')),
  -- When the code, with its override, was taken back: a hand-over that was made after it is looked at
  -- by a person. Null where it was not, and after a restored backup, whose codes were withdrawn
  -- without anybody having taken them back.
  withdrawn_at timestamptz,
  sealed_code bytea,
  sms text not null default 'waiting'
    check (sms in ('waiting', 'sent', 'cancelled', 'expired', 'none')),
  sms_due timestamptz,
  sms_sent_at timestamptz,
  -- The dispatcher's code helps where the customer's is not good yet or no more: it has a validity of
  -- its own, and waits under the code-sealing key to be shown for as long.
  override_salt text not null,
  override_presence_key text not null,
  override_sealed bytea,
  override_shown_at timestamptz,
  override_not_before timestamptz not null,
  override_not_after timestamptz not null,
  -- Whether the terminal has the delivery still: it was given it, and was not told that it is over.
  held boolean not null default true,
  created_at timestamptz not null,
  primary key (depot, id),
  unique (depot, delivery, epoch),
  foreign key (depot, delivery, epoch) references delivery_epoch (depot, delivery, epoch),
  foreign key (depot, terminal) references terminal (depot, id),
  foreign key (depot, driver) references driver (depot, id),
  foreign key (depot, token) references token (depot, id),
  check ((sms = 'waiting') = (sealed_code is not null)),
  check ((sms = 'none') = (sms_due is null)),
  check (token is null or sms = 'none'),
  check ((token is null) = (salt is not null)),
  check ((token is null) = (presence_key is not null)),
  check (state in ('active', 'expired') or override_sealed is null),
  check (override_shown_at is null or override_sealed is null),
  check (override_not_before < override_not_after)
);
create unique index issue_active on issue (depot, delivery) where state = 'active';
create index issue_terminal on issue (depot, terminal);
create index issue_driver on issue (depot, driver);
create index issue_token on issue (depot, token) where token is not null;
create index issue_held on issue (depot, terminal) where held;
create index issue_over on issue (depot, not_after) where state = 'active';
create index issue_override_over on issue (depot, override_not_after)
  where override_sealed is not null;

-- The codes that are good now, customers' and overrides' alike: no two of a depot are equal.
create table active_code (
  depot uuid not null,
  code_hmac bytea not null,
  issue uuid not null,
  purpose text not null check (purpose in ('hand-over', 'override')),
  primary key (depot, code_hmac),
  unique (depot, issue, purpose),
  foreign key (depot, issue) references issue (depot, id)
);

-- A pass that was made. Of its text there is nothing.
create table pass (
  depot uuid not null,
  once text not null,
  delivery uuid not null,
  epoch integer not null,
  -- Who may take it: one terminal, who drives a route of this name, or any terminal of the depot.
  audience text not null check (audience in ('terminal', 'route', 'depot')),
  terminal uuid,
  route text,
  presence_key text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  state text not null default 'active' check (state in ('active', 'used', 'withdrawn', 'expired')),
  withdrawn_at timestamptz,
  created_at timestamptz not null,
  primary key (depot, once),
  unique (depot, delivery, epoch),
  foreign key (depot, delivery, epoch) references delivery_epoch (depot, delivery, epoch),
  foreign key (depot, terminal) references terminal (depot, id),
  check (not_before < not_after),
  check ((audience = 'terminal') = (terminal is not null)),
  check ((audience = 'route') = (route is not null))
);
create index pass_over on pass (depot, not_after) where state = 'active';
create index pass_terminal on pass (depot, terminal) where terminal is not null;

create table manifest_item (
  depot uuid not null,
  terminal uuid not null,
  cursor bigint not null,
  item jsonb not null,
  primary key (depot, terminal, cursor),
  foreign key (depot, terminal) references terminal (depot, id)
);
-- Which routes a terminal was ever given, by name: what a pass for a route goes by.
create index manifest_item_route on manifest_item (depot, terminal) where item->>'type' = 'route';

-- What central signed about the time, so that a clock entry can be told from an invented one.
create table time_statement (
  depot uuid not null,
  terminal uuid not null,
  at timestamptz not null,
  primary key (depot, terminal, at),
  foreign key (depot, terminal) references terminal (depot, id)
);

create table entry (
  depot uuid not null,
  terminal uuid not null,
  sequence bigint not null,
  hash text not null,
  kind text not null,
  entry jsonb not null,
  signature text not null,
  not_before timestamptz not null,
  received_at timestamptz not null,
  primary key (depot, terminal, sequence),
  foreign key (depot, terminal) references terminal (depot, id)
);
-- What is listed, the newest first. Of most kinds nothing is: they pay for none of these.
create index entry_hand_over on entry (depot, received_at desc, terminal, sequence desc)
  where kind = 'hand-over';
create index entry_exception on entry (depot, received_at desc, terminal, sequence desc)
  where kind = 'exception';
create index entry_sign_in on entry (depot, received_at desc, terminal, sequence desc)
  where kind in ('signed-in', 'signed-out', 'sign-in-refused');
-- What an exception is looked up by, and the last entry of a terminal that wiped itself.
create index entry_undone on entry (depot, terminal) where kind = 'exception-undone';
create index entry_wiped on entry (depot, terminal) where kind = 'wiped';

-- What a person must look at. The entry is kept whole, whatever is wrong with it; what a terminal
-- reports without an entry is in `detail`.
create table finding (
  depot uuid not null,
  id bigint generated always as identity,
  terminal uuid not null,
  sequence bigint not null,
  code text not null,
  entry_hash text,
  entry jsonb,
  signature text,
  detail jsonb,
  received_at timestamptz not null,
  -- A person looked at it: the hand-over counts, or it does not.
  settled_at timestamptz,
  settled_by text,
  settled_as text check (settled_as in ('counted', 'dismissed')),
  settled_reason text,
  primary key (depot, id),
  unique (depot, terminal, sequence, code, entry_hash, signature),
  foreign key (depot, terminal) references terminal (depot, id),
  check (num_nonnulls(entry_hash, entry, signature) in (0, 3)),
  check ((entry is null) = (detail is not null)),
  check (num_nonnulls(settled_at, settled_by, settled_as, settled_reason) in (0, 4))
);
create unique index finding_report on finding (depot, terminal, code, detail) where entry is null;
create index finding_open on finding (depot, id) where settled_at is null;
create index finding_hand_over on finding (depot, (entry->'content'->>'delivery'))
  where entry->'content'->>'kind' = 'hand-over';

-- The hand-overs that count: one for each delivery, whichever of its issues or passes opened it. One
-- that counts because a person says so may be in no stored log: then its finding is named instead.
create table hand_over (
  depot uuid not null,
  delivery uuid not null,
  epoch integer not null,
  terminal uuid not null,
  sequence bigint,
  finding bigint,
  -- By whose code it was, if by a token's, and which of its codes: each counts once.
  token uuid,
  factor bigint,
  primary key (depot, delivery),
  unique (depot, terminal, sequence),
  unique (depot, finding),
  unique (depot, token, factor),
  foreign key (depot, delivery, epoch) references delivery_epoch (depot, delivery, epoch),
  foreign key (depot, terminal, sequence) references entry (depot, terminal, sequence),
  foreign key (depot, finding) references finding (depot, id),
  foreign key (depot, token) references token (depot, id),
  check ((finding is null) = (sequence is not null)),
  check (factor is null or token is not null)
);

-- Which depot an id that comes from outside is of: asked once, before anything else.
create index terminal_id on terminal (id);
create index staff_id on staff (id);
create index token_id on token (id);
create index route_id on route (id);
create index delivery_id on delivery (id);
create index pass_once on pass (once);
create index finding_id on finding (id);

-- Down Migration
