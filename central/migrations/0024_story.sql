-- Up Migration
-- What happened to one delivery: what its terminals tried, and what operators did with it or with
-- its route.

drop index entry_of_delivery;
create index entry_of_delivery on entry (depot, (entry->'content'->>'delivery'))
  where kind in ('hand-over', 'exception', 'exception-undone', 'attempt');

create index audit_delivery on audit ((subject->>'delivery')) where subject ? 'delivery';
create index audit_route on audit ((subject->>'route')) where act = 'route-assigned';

-- Down Migration
