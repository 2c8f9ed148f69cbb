-- Up Migration
-- What the depot says of a stop to its driver. Nothing of it is needed: a delivery without has none.
alter table delivery
  add column note text,
  -- Whether the customer may be called, and on which number if not on that of the messages. Terminals
  -- get a number only where the depot's policy says so.
  add column may_call boolean not null default true,
  add column call_phone text,
  -- What a hand-over needs beside the code.
  add column needs_signature boolean not null default false,
  add column needs_every_scan boolean not null default false,
  -- Who may take it beside the customer, and where it may be left; null: whoever, wherever.
  add column persons text[] check (persons <@ array['household', 'neighbour']),
  add column places text[];

alter table parcel add column name text;

-- Down Migration
