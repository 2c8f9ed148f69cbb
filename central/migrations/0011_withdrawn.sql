-- Up Migration
-- When a code, with its override, or a pass was taken back: a hand-over that was made after it is
-- looked at by a person. Null where none was, where it is not known, and after a restored backup,
-- whose codes were withdrawn without anybody having taken them back.
alter table issue add column withdrawn_at timestamptz;
alter table pass add column withdrawn_at timestamptz;

-- Down Migration
