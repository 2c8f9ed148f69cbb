-- The sum over what the store holds of the manifest, as the log's newest entry about it says.
ALTER TABLE terminal ADD COLUMN manifest TEXT;

-- Once, for a pass: no two acceptances by one of them.
ALTER TABLE acceptance ADD COLUMN once TEXT;
CREATE UNIQUE INDEX acceptance_once ON acceptance (once) WHERE once IS NOT NULL;

-- Passes that central took back.
CREATE TABLE withdrawn_pass (
  once TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What acceptances have moved customers' tokens to, whichever delivery they were for.
CREATE TABLE token (
  id TEXT PRIMARY KEY,
  next INTEGER NOT NULL CHECK (next >= 1)
) STRICT, WITHOUT ROWID;

-- The question that a stop's token was asked last, until it is answered.
CREATE TABLE question (
  delivery TEXT PRIMARY KEY,
  question TEXT NOT NULL
) STRICT, WITHOUT ROWID;
