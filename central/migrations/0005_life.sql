-- Up Migration
-- What changes in a delivery's life.

alter table delivery drop constraint delivery_status_check;
alter table delivery add constraint delivery_status_check
  check (status in ('open', 'delivered', 'expired', 'undelivered', 'cancelled'));

-- What an operator asked for once, by the key that came with it, and what came of it: ids, versions
-- and counts, so that nothing of a customer is here. The fingerprint tells another request with the
-- same key from the same one again.
create table idempotent_request (
  depot uuid not null references depot,
  operator uuid not null,
  key text not null,
  fingerprint bytea not null,
  answer jsonb not null,
  expires_at timestamptz not null,
  primary key (depot, operator, key)
);
create index idempotent_request_over on idempotent_request (depot, expires_at);

-- What a terminal was last told of a delivery, which it is told again when something of it changes.
create index manifest_item_delivery on manifest_item (depot, terminal, (item->>'id'), cursor)
  where item->>'type' = 'delivery';

-- Down Migration
