-- What a depot keeps of its customers, and for how long; and which deliveries were erased. Their ids
-- stay, by themselves: what comes in later of such a delivery is not kept, and after a restore it is
-- erased again.

-- Up Migration
alter table depot add column retention jsonb not null default '{}';

alter table delivery
  add column erased_at timestamptz,
  drop constraint delivery_check1,
  add constraint delivery_reachable
    check (phone is not null or token is not null or erased_at is not null);
create index delivery_kept on delivery (depot, not_after)
  where erased_at is null and status <> 'open';

create table erasure (
  depot uuid not null references depot,
  delivery uuid not null,
  asked_at timestamptz not null,
  -- Null until central has the delivery, and it is over.
  done_at timestamptz,
  primary key (depot, delivery)
);
create index erasure_open on erasure (depot, delivery) where done_at is null;

-- What a person wrote of an act stands beside the audit, which has its salted hash: it may name a
-- customer.
create table act_text (
  act bigint not null,
  name text not null,
  salt text not null,
  value text not null,
  depot uuid,
  delivery uuid,
  primary key (act, name)
);
create index act_text_delivery on act_text (depot, delivery) where delivery is not null;

-- Down Migration
drop table act_text;
drop table erasure;
drop index delivery_kept;
alter table delivery
  drop constraint delivery_reachable,
  drop column erased_at,
  add constraint delivery_check1 check (phone is not null or token is not null) not valid;
alter table depot drop column retention;
