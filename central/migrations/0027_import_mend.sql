-- Up Migration
-- A file that was only looked at can wait, so that a person mends what is wrong with it and then
-- imports it. It waits for a day, with the rows that need somebody.

alter table import
  -- What the file was called where it came from.
  add name text,
  -- Its headings, what they mean, and the first cells below each, while it waits.
  add columns jsonb,
  -- Until when the file waits; null: it does not.
  add kept_until timestamptz,
  add check (kept_until is null or state in ('done', 'refused'));

-- Rows of a file that waits: those with something wrong, and those that somebody changed.
create table import_row (
  depot uuid not null,
  import uuid not null,
  line integer not null,
  -- As the file has it, or as it was mended.
  cells jsonb not null,
  -- What is wrong with it, as far as is known.
  problems jsonb not null,
  is_mended boolean not null default false,
  is_left_out boolean not null default false,
  primary key (depot, import, line),
  foreign key (depot, import) references import (depot, id) on delete cascade
);

-- Down Migration
