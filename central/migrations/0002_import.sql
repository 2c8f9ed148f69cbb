-- Up Migration
-- Files of deliveries, and what became of them. What is written here of a file is its size, how many
-- rows it has, and a report that holds nothing of its cells.

-- `receiving`: the file is on its way. `running`: its rows are read. The rest are ends: `done` (taken,
-- or in a dry run: could be), `refused`, `failed`. A process that works on an import holds the
-- depot's import lock: one that is neither at an end nor locked died with its process.
create table import (
  depot uuid not null references depot,
  id uuid not null,
  state text not null default 'receiving'
    check (state in ('receiving', 'running', 'done', 'refused', 'failed')),
  good_only boolean not null,
  dry_run boolean not null,
  -- Headings that were given with the file: kept for the depot if it is taken.
  headings jsonb not null,
  operator uuid not null,
  bytes bigint not null default 0,
  bytes_read bigint not null default 0,
  rows_read integer not null default 0,
  report jsonb,
  -- Why it failed.
  failure text check (failure in ('died', 'stopped', 'internal')),
  -- Whether there are rows to be mended.
  has_rest boolean not null default false,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (depot, id),
  check ((state in ('done', 'refused', 'failed')) = (ended_at is not null)),
  check ((state in ('done', 'refused')) = (report is not null)),
  check ((state = 'failed') = (failure is not null))
);
create index import_open on import (depot) where ended_at is null;

-- The file itself, while it is imported. It is lost if PostgreSQL crashes, and so is the import.
create unlogged table import_piece (
  depot uuid not null,
  import uuid not null,
  number integer not null,
  bytes bytea not null,
  primary key (depot, import, number),
  foreign key (depot, import) references import (depot, id) on delete cascade
);
alter table import_piece alter column bytes set storage external;

-- The rows that were not imported beside others that were, to be mended and imported again.
create table import_rest (
  depot uuid not null,
  import uuid not null,
  number integer not null,
  text text not null,
  primary key (depot, import, number),
  foreign key (depot, import) references import (depot, id) on delete cascade
);

-- What people said that headings of a depot's files mean.
create table import_heading (
  depot uuid not null references depot,
  folded text not null,
  heading text not null,
  meaning text not null,
  primary key (depot, folded)
);

-- Down Migration
