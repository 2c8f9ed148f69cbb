-- What the driver did and said at a stop that is not over: labels scanned, who takes the parcels,
-- what is being written. Gone with the stop's entry.
CREATE TABLE door_note (
  delivery TEXT PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The verifier that a delivery had before its code was made anew, so that the code of an earlier
-- message is told from a wrong one.
CREATE TABLE earlier_verifier (
  delivery TEXT PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
  verifier TEXT NOT NULL
) STRICT, WITHOUT ROWID;
