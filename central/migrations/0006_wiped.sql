-- Up Migration
-- The last entry of a terminal that wiped itself: asked for with every list of terminals.
create index entry_wiped on entry (terminal) where kind = 'wiped';

-- Down Migration
drop index entry_wiped;
