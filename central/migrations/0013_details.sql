-- What is personal in an entry stands beside it, and can be erased; the entry has its salted hash. It
-- is found by the hash of its entry, which is stored as an entry or as a finding.

-- Up Migration
create table entry_detail (
  depot uuid not null,
  terminal uuid not null,
  entry_hash text not null,
  detail text not null check (detail in ('place', 'note', 'strokes')),
  salt text not null,
  value jsonb not null,
  delivery uuid not null,
  received_at timestamptz not null,
  primary key (depot, terminal, entry_hash, detail),
  foreign key (depot, terminal) references terminal (depot, id)
);
create index entry_detail_delivery on entry_detail (depot, delivery);
create index entry_detail_age on entry_detail (depot, detail, received_at);

-- Down Migration
drop table entry_detail;
