-- Up Migration
-- Which operator made a delivery; null: it is from before.

alter table delivery add column made_by text;

-- Down Migration

alter table delivery drop column made_by;
