-- What the depot says of itself: its time zone, its dispatcher's number. One row, from a pull on.
CREATE TABLE depot (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  facts TEXT NOT NULL
) STRICT;
