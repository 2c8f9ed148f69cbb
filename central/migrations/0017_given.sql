-- Up Migration
-- When a terminal was last given all that central had for it: what came later is not on it yet.
alter table terminal add column given_at timestamptz;

-- Down Migration
