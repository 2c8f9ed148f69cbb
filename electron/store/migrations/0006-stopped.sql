-- Why the terminal accepts nothing any more, as the log's entry about it says. Null: it may.
ALTER TABLE terminal ADD COLUMN stopped TEXT;
