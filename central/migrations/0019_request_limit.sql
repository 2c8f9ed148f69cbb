-- How many more requests somebody has, by a hash of who it is or from where: until `filled_at` all of
-- this minute's were made. It is lost in a crash, and with it nothing.

-- Up Migration

create unlogged table request_limit (
  subject bytea primary key,
  filled_at timestamptz not null
);
create index request_limit_over on request_limit (filled_at);

-- Down Migration

drop table request_limit;
