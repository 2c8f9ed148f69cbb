-- The depot's staff, as the manifest says. Who was removed stays known, so that their badge is
-- refused for what it is.
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  badge TEXT,
  item TEXT NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_by_badge ON staff (badge) WHERE badge IS NOT NULL;
CREATE INDEX staff_by_number ON staff (number);

-- PINs tried in a row and not found right: until a right one, the badge, or a docking.
CREATE TABLE pin_tries (
  staff TEXT PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count >= 1),
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who drives now. No row: nobody has signed in.
CREATE TABLE signed_in (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  staff TEXT NOT NULL
) STRICT;

-- What a stop is found by: customer, address, labels, folded. What is here already is folded as
-- far as SQL can, and as it should be with the next pull.
ALTER TABLE delivery ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE delivery SET search = lower((item ->> 'customer') || ' ' || (item -> 'address') || ' ' || (item -> 'parcels'));
CREATE INDEX delivery_by_position ON delivery (position, id) WHERE withdrawn = 0;
