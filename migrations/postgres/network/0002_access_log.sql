-- Who looked at the records, what for, and how many they got: one row for each call.
-- Rows are only ever added, each chained to the one before it by `prev_hash`; times are TEXT
-- RFC 3339 in UTC with milliseconds. `roles` and `fields` are JSON lists of names, `records` is a
-- JSON object from type to count. The hash covers every column but itself.

CREATE TABLE access_log (
    seq            BIGINT           NOT NULL PRIMARY KEY,
    at             TEXT COLLATE "C" NOT NULL,
    subject        TEXT COLLATE "C" NOT NULL,
    region         TEXT COLLATE "C",
    roles          TEXT COLLATE "C" NOT NULL,
    relation       TEXT COLLATE "C" NOT NULL,
    issuer         TEXT COLLATE "C",
    operation_hash TEXT COLLATE "C" NOT NULL,
    fields         TEXT COLLATE "C" NOT NULL,
    records        TEXT COLLATE "C" NOT NULL,
    outcome        TEXT COLLATE "C" NOT NULL,
    prev_hash      TEXT COLLATE "C" NOT NULL,
    hash           TEXT COLLATE "C" NOT NULL
);

CREATE FUNCTION refuse_access_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access log is append-only';
END
$$;

CREATE TRIGGER access_log_is_never_changed BEFORE UPDATE OR DELETE ON access_log
FOR EACH ROW EXECUTE FUNCTION refuse_access_log_change();

CREATE TRIGGER access_log_is_never_cut BEFORE TRUNCATE ON access_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse_access_log_change();

CREATE FUNCTION check_access_log_growth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last access_log%ROWTYPE;
BEGIN
    -- The site's writing turn, as transactions take it: of two processes one waits for the other.
    PERFORM pg_advisory_xact_lock(1902731630, hashtext(current_schema()));
    SELECT * INTO last FROM access_log ORDER BY seq DESC LIMIT 1;
    IF NEW.seq IS DISTINCT FROM coalesce(last.seq, 0) + 1
        OR NEW.prev_hash IS DISTINCT FROM coalesce(
            last.hash,
            '0000000000000000000000000000000000000000000000000000000000000000')
    THEN
        RAISE EXCEPTION 'the access log grows by one row, chained to its last';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER access_log_only_grows BEFORE INSERT ON access_log
FOR EACH ROW EXECUTE FUNCTION check_access_log_growth();
