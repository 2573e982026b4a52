-- Who looked at the records, what for, and how many they got: one row for each call.
-- Rows are only ever added, each chained to the one before it by `prev_hash`; times are TEXT
-- RFC 3339 in UTC with milliseconds. `roles` and `fields` are JSON lists of names, `records` is a
-- JSON object from type to count. The hash covers every column but itself.

CREATE TABLE access_log (
    seq            INTEGER NOT NULL PRIMARY KEY,
    at             TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    region         TEXT,
    roles          TEXT    NOT NULL,
    relation       TEXT    NOT NULL,
    issuer         TEXT,
    operation_hash TEXT    NOT NULL,
    fields         TEXT    NOT NULL,
    records        TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    prev_hash      TEXT    NOT NULL,
    hash           TEXT    NOT NULL
) STRICT;

CREATE TRIGGER access_log_is_never_changed BEFORE UPDATE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;

CREATE TRIGGER access_log_is_never_cut BEFORE DELETE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'the access log is append-only');
END;

-- Also stops `INSERT OR REPLACE`, which deletes without firing the trigger above.
CREATE TRIGGER access_log_only_grows BEFORE INSERT ON access_log
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM access_log)
  OR NEW.prev_hash IS NOT coalesce(
        (SELECT hash FROM access_log ORDER BY seq DESC LIMIT 1),
        '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'the access log grows by one row, chained to its last');
END;
