-- Up Migration
-- A file that comes twice: its parcels were delivered or tried on that day, or its bytes were here.

-- Labels of deliveries that are at an end. Nothing is in it while a file is imported.
create index parcel_label_past on parcel (depot, label) where not active;

-- SHA-256 of the whole file; null: it is not here whole, or it is from before.
alter table import add column digest bytea check (length(digest) = 32);

-- A person says that the parcel is meant to go out once more on that day.
alter table import_row add column is_meant boolean not null default false;

-- Down Migration

alter table import_row drop column is_meant;
alter table import drop column digest;
drop index parcel_label_past;
