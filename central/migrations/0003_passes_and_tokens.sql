-- Up Migration
-- Signed passes, customers' tokens, keys that roll, and one counted hand-over for each delivery.

-- A key signs from `signs_from` on: a successor stands in the list for a while before it does, so
-- that the terminals know it. `listed_at` is when it came into the list.
alter table central_key
  drop constraint central_key_purpose_check,
  add check (purpose in ('root', 'manifest', 'time', 'receipt', 'pass', 'issuing', 'code-sealing',
    'token-sealing')),
  add column signs_from timestamptz,
  add column listed_at timestamptz;
update central_key set signs_from = not_before, listed_at = not_before + interval '1 day';
alter table central_key
  alter column signs_from set not null,
  alter column listed_at set not null,
  add check (not_before <= signs_from and signs_from < not_after);

-- The newest key list that the terminal was given; null: one from before lists had an age.
alter table terminal add column keys_issued timestamptz;

-- Whatever can open a delivery, code, token or pass, has a number of its own: one row for each.
create table delivery_epoch (
  delivery uuid not null references delivery,
  epoch integer not null check (epoch between 1 and 1000000),
  primary key (delivery, epoch)
);
insert into delivery_epoch (delivery, epoch) select delivery, epoch from issue;
alter table issue add foreign key (delivery, epoch) references delivery_epoch (delivery, epoch);

-- A pass that was made. Of its text there is nothing.
create table pass (
  once text primary key,
  delivery uuid not null,
  epoch integer not null,
  -- Who may take it: one terminal, who drives a route of this name, or any terminal of the depot.
  depot uuid not null references depot,
  audience text not null check (audience in ('terminal', 'route', 'depot')),
  terminal uuid references terminal,
  route text,
  presence_key text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  state text not null default 'active' check (state in ('active', 'used', 'withdrawn', 'expired')),
  created_at timestamptz not null,
  unique (delivery, epoch),
  foreign key (delivery, epoch) references delivery_epoch (delivery, epoch),
  check (not_before < not_after),
  check ((audience = 'terminal') = (terminal is not null)),
  check ((audience = 'route') = (route is not null))
);
create index pass_over on pass (not_after) where state = 'active';
create index pass_depot on pass (depot);
create index pass_terminal on pass (terminal) where state = 'active';

-- Which routes a terminal was ever given, by name: what a pass for a route goes by.
create index manifest_item_route on manifest_item (terminal) where item->>'type' = 'route';

-- Customers' tokens. Seed and PIN's hash stand here only sealed; `next` is the first counter or
-- time step that was never used.
create table token (
  id uuid primary key,
  depot uuid not null references depot,
  serial text not null,
  kind text not null check (kind in ('hotp', 'totp', 'ocra')),
  parameters jsonb not null,
  sealed_seed bytea not null,
  sealed_pin bytea,
  next bigint not null default 0 check (next between 0 and 9007199254740991),
  created_at timestamptz not null,
  revoked_at timestamptz,
  unique (depot, serial)
);

-- Who has a token needs no telephone.
alter table delivery
  alter column phone drop not null,
  add column token uuid references token,
  add check (phone is not null or token is not null);
create index delivery_token on delivery (token) where token is not null;

-- An issue for a token has no code of the customer's, and no SMS.
alter table issue
  alter column salt drop not null,
  alter column presence_key drop not null,
  alter column sms_due drop not null,
  add column token uuid references token,
  drop constraint issue_sms_check,
  add constraint issue_sms_check check (sms in ('waiting', 'sent', 'cancelled', 'expired', 'none')),
  add check ((token is null) = (salt is not null)),
  add check ((token is null) = (presence_key is not null)),
  add check (token is null or sms = 'none'),
  add check ((sms = 'none') = (sms_due is null));
create index issue_token on issue (token) where token is not null and state = 'active';

-- One hand-over counts for each delivery, whichever of its issues or passes opened it. Of several
-- that were counted, one for each issue, the first to come in stays; the others become findings.
create temporary table counted_again on commit drop as
  select terminal, sequence from (
    select h.terminal, h.sequence, row_number() over (
      partition by h.delivery order by e.received_at, h.terminal, h.sequence) as place
    from hand_over h join entry e on e.terminal = h.terminal and e.sequence = h.sequence) ranked
  where place > 1;
insert into finding (terminal, sequence, code, entry_hash, entry, signature, received_at)
  select e.terminal, e.sequence, 'second-hand-over', e.hash, e.entry, e.signature, e.received_at
  from entry e join counted_again using (terminal, sequence) on conflict do nothing;
delete from hand_over using counted_again again
  where hand_over.terminal = again.terminal and hand_over.sequence = again.sequence;
drop table counted_again;
alter table hand_over
  drop constraint hand_over_pkey,
  drop constraint hand_over_delivery_epoch_fkey,
  add primary key (delivery),
  add foreign key (delivery, epoch) references delivery_epoch (delivery, epoch),
  -- By whose code it was, if by a token's, and which of its codes: each counts once.
  add column token uuid references token,
  add column factor bigint,
  add check (factor is null or token is not null),
  add unique (token, factor);

-- What was given to terminals before says nothing of tokens, because there were none.
update manifest_item set item = item || '{"token": null}'
  where item->>'type' = 'delivery' and not item ? 'token';

-- Entries from before hand-overs and exceptions had particulars are signed in another form. They
-- stay as they are, and no list of today has them.
update entry set kind = kind || '-without-particulars'
  where kind in ('hand-over', 'exception') and not entry->'content' ? 'strokes';

-- Down Migration
