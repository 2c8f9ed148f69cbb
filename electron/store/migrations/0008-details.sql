-- What is personal in an entry stands beside it, and is forgotten when central has it and its day is
-- over. `forgotten`: up to which entry it was. `entry_version`: the newest version of an entry that
-- central said it reads.
ALTER TABLE terminal ADD COLUMN entry_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE terminal ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;

CREATE TABLE detail (
  sequence INTEGER PRIMARY KEY REFERENCES log (sequence),
  details TEXT NOT NULL
) STRICT;
