-- Up Migration

-- The version of the app that a terminal said with its last docking; null: it did not say, as those
-- before did not. `platform` is what it runs on, as it said last.
alter table terminal add column app text;

-- Down Migration

alter table terminal drop column app;
