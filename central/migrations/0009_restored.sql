-- Up Migration
-- A database that was restored from a backup, and what a person has settled.

-- Where this database lives, and when it was last noticed that it had been restored. Deliveries from
-- before that moment get epochs above `epoch_floor` only: what lies below may have been given out in
-- the time that the backup does not know.
create table life (
  one boolean primary key default true check (one),
  home text,
  restored_at timestamptz,
  epoch_floor integer not null default 0 check (epoch_floor between 0 and 999999)
);
insert into life default values;

-- Cursors above `forgotten_from`, up to `forgotten_to`, are of a time that the database does not
-- know: a terminal that has such a one pulls the whole manifest again.
alter table terminal
  add column forgotten_from bigint,
  add column forgotten_to bigint,
  add check ((forgotten_from is null) = (forgotten_to is null)),
  add check (forgotten_from <= forgotten_to and forgotten_to <= manifest_cursor);

-- A person looked at it: the hand-over counts, or it does not.
alter table finding
  add column settled_at timestamptz,
  add column settled_by text,
  add column settled_as text check (settled_as in ('counted', 'dismissed')),
  add column settled_reason text,
  add check (num_nonnulls(settled_at, settled_by, settled_as, settled_reason) in (0, 4));
create index finding_hand_over on finding (((entry->'content'->>'delivery')))
  where entry->'content'->>'kind' = 'hand-over';

-- A hand-over that counts because a person says so may stand in no stored log: then its finding
-- stands for it.
alter table hand_over
  alter column sequence drop not null,
  add column finding bigint unique references finding,
  add check ((finding is null) = (sequence is not null));

-- Down Migration
