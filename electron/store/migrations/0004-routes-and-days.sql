-- What the depot says of itself: its time zone, its dispatcher's number. One row, from a pull on.
CREATE TABLE depot (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  facts TEXT NOT NULL
) STRICT;

-- A route is one day's, and a terminal may have several. No store of an older form was in use, so
-- what one had of the manifest is not carried over.
DROP TABLE route;
CREATE TABLE route (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  day TEXT NOT NULL,
  driver TEXT NOT NULL,
  driver_name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

DROP TABLE parcel;
DROP TABLE delivery;
CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  -- What stays of a delivery that is over, so that its QR is answered for what it is.
  short_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  -- Taken away by central.
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  -- Null once it is erased: name, address, place, labels, verifiers.
  route TEXT,
  position INTEGER,
  item TEXT,
  search TEXT,
  CHECK (item IS NOT NULL OR (withdrawn = 1 AND route IS NULL AND position IS NULL AND search IS NULL))
) STRICT, WITHOUT ROWID;
-- Not unique: central gives a short id again once its delivery is over.
CREATE INDEX delivery_by_short_id ON delivery (short_id);
CREATE INDEX delivery_by_route ON delivery (route, position, id, withdrawn) WHERE item IS NOT NULL;

CREATE TABLE parcel (
  label TEXT PRIMARY KEY,
  delivery TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_by_delivery ON parcel (delivery);
