-- Up Migration
-- What customers of a depot are written: the language, and the depot's own sentences by language,
-- where it has any.
alter table depot
  add column language text not null default 'en'
    check (language in ('en', 'de', 'fr', 'es', 'pl', 'ar')),
  add column texts jsonb not null default '{}';

-- Down Migration
