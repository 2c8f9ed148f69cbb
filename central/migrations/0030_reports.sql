-- What reports are made of: for each day of a depot how often something was so. Nobody is in it, so
-- that it stays when a customer is erased. Kinds: how stops ended (`end`), codes that were refused
-- (`try`), why there was no code (`exception`), `message`, when it was handed over (`door`), and the
-- hand-overs of each terminal (`terminal`), those by an override once more (`terminal-override`).

-- Up Migration
create table report_count (
  depot uuid not null references depot,
  kind text not null check (kind in ('end', 'try', 'exception', 'message', 'door', 'terminal',
    'terminal-override')),
  day date not null,
  name text not null,
  count integer not null check (count > 0),
  primary key (depot, kind, day, name)
);

-- When a day was counted last.
create table report_day (
  depot uuid not null references depot,
  day date not null,
  counted_at timestamptz not null,
  primary key (depot, day)
);

-- Up to when what came in has been looked at, for days to be counted again.
create table report_reading (
  depot uuid primary key references depot,
  read_to timestamptz not null
);

-- Down Migration
drop table report_reading;
drop table report_day;
drop table report_count;
