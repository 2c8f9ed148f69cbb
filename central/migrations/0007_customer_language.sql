-- Up Migration
-- The customer's own language; null: the depot's.
alter table delivery
  add column language text check (language in ('en', 'de', 'fr', 'es', 'pl', 'ar'));

-- Down Migration
