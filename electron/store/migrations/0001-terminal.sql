-- Who this terminal is, and how far it has come with central. One row, from enrolment on.
CREATE TABLE terminal (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  record TEXT NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  acknowledged INTEGER NOT NULL DEFAULT 0,
  time_anchor TEXT,
  time_anchor_sequence INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE route (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  driver TEXT NOT NULL,
  driver_name TEXT NOT NULL
) STRICT;

CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  short_id TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  item TEXT NOT NULL,
  -- Taken away by central. It stays known, so that its codes are refused for what they are.
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE parcel (
  label TEXT PRIMARY KEY,
  delivery TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_by_delivery ON parcel (delivery);

-- Never deleted: a delivery that goes and comes back keeps its count.
CREATE TABLE tries (
  delivery TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 1),
  last_at INTEGER NOT NULL,
  PRIMARY KEY (delivery, epoch, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
  hash TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  entry TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

-- Once: the primary key is what makes a second acceptance impossible.
CREATE TABLE acceptance (
  delivery TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL UNIQUE REFERENCES log (sequence),
  at INTEGER NOT NULL,
  driver TEXT,
  purpose TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How a stop ended without a code, the last time that it did.
CREATE TABLE exception (
  delivery TEXT PRIMARY KEY,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the depot decides for its terminals. One row, from the first pull on.
CREATE TABLE policy (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  policy TEXT NOT NULL
) STRICT;
