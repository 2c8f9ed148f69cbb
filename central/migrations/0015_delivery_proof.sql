-- Up Migration

-- What terminals handed in about one delivery, whichever of them it was.
create index entry_of_delivery on entry (depot, (entry->'content'->>'delivery'))
  where kind in ('hand-over', 'exception', 'exception-undone');

-- A delivery is shown and proved by its reference when it is long closed.
create index delivery_any_reference on delivery (depot, short_id);
drop index delivery_reference;

-- Down Migration

create index delivery_reference on delivery (depot, short_id) where status in ('open', 'expired');
drop index delivery_any_reference;
drop index entry_of_delivery;
