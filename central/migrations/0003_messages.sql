-- Up Migration
-- What customers of a depot are written: the language, and the depot's own sentences by language,
-- where it has any. A code is kept, sealed, for this long after a provider has taken its message, so
-- that it can be sent again.
alter table depot
  add column language text not null default 'en'
    check (language in ('en', 'de', 'fr', 'es', 'pl', 'ar')),
  add column texts jsonb not null default '{}',
  add column code_kept_ms bigint not null default 1800000 check (code_kept_ms >= 0);

-- The message of an issue's code. `next_at` is when a worker looks at it: when it is due or to be
-- tried again, and while it is claimed, when that claim is over. The text is written once, so that
-- whatever happens the customer gets the same again, and is here only sealed, as long as its code.
create table message (
  depot uuid not null,
  id uuid not null,
  issue uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'claimed', 'accepted',
    'delivered', 'failed', 'cancelled', 'expired')),
  due timestamptz not null,
  next_at timestamptz not null,
  attempts integer not null default 0,
  -- Only the provider is told it: a callback that does not name it is not about this message.
  report_token text not null,
  -- Whether the provider ever says what became of it.
  reports boolean not null default false,
  sealed_text bytea,
  accepted_at timestamptz,
  ended_at timestamptz,
  -- Why it failed, or did not go the last time.
  reason text,
  primary key (depot, id),
  unique (depot, issue),
  foreign key (depot, issue) references issue (depot, id),
  check (state in ('waiting', 'claimed', 'accepted') = (ended_at is null))
);
-- What is to be done next, of all depots: one worker serves them all.
create index message_next on message (next_at) where state in ('waiting', 'claimed');
create index message_open on message (depot, due)
  where state in ('waiting', 'claimed', 'accepted', 'failed');
create index message_kept on message (depot, accepted_at) where sealed_text is not null;
create index message_id on message (id);

-- Each time that it was given to a provider. One without an end was cut off: nobody knows.
create table message_attempt (
  depot uuid not null,
  message uuid not null,
  attempt integer not null,
  provider text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'try-again')),
  reason text,
  primary key (depot, message, attempt),
  foreign key (depot, message) references message (depot, id),
  check ((ended_at is null) = (outcome is null))
);

-- What the provider calls a message by in its reports, part by part.
create table message_part (
  depot uuid not null,
  message uuid not null,
  provider_id text not null,
  delivered boolean not null default false,
  primary key (depot, message, provider_id),
  foreign key (depot, message) references message (depot, id)
);
create index message_part_id on message_part (provider_id);

-- Before, an issue itself said what became of its message.
insert into message (depot, id, issue, state, due, next_at, report_token, accepted_at, ended_at)
  select depot, gen_random_uuid(), id,
    case sms when 'sent' then 'accepted' else sms end, sms_due, sms_due,
    replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), sms_sent_at,
    case when sms in ('cancelled', 'expired') then sms_due end
  from issue where sms <> 'none';
alter table issue drop column sms, drop column sms_due, drop column sms_sent_at;

-- Down Migration
