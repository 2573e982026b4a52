-- Seats, deployments and platforms are written. What stood before has been written once.

ALTER TABLE members ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE deployments ADD COLUMN document TEXT;
ALTER TABLE deployments ADD COLUMN ended_reason TEXT;
ALTER TABLE deployments ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE platforms ADD COLUMN status_reason TEXT;
ALTER TABLE platforms ADD COLUMN launched_on TEXT;
ALTER TABLE platforms ADD COLUMN lead_member_id TEXT;
ALTER TABLE platforms ADD COLUMN lead_unit TEXT;
ALTER TABLE platforms ADD COLUMN book_count INTEGER;
ALTER TABLE platforms ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE six_has_checks ADD COLUMN checker TEXT;
ALTER TABLE six_has_checks ADD COLUMN evidence TEXT;

-- What became of a seat since it was taken. A member's row repeats the latest status.
CREATE TABLE seat_status_changes (
    member_id  TEXT    NOT NULL REFERENCES members (id),
    ordinal    INTEGER NOT NULL CHECK (ordinal >= 0),
    status     TEXT    NOT NULL,
    changed_on TEXT    NOT NULL,
    reason     TEXT,
    PRIMARY KEY (member_id, ordinal)
) STRICT, WITHOUT ROWID;

-- A seat is placed in at most one special committee at a time. A member's row repeats the latest.
CREATE TABLE special_committee_seats (
    member_id         TEXT    NOT NULL REFERENCES members (id),
    ordinal           INTEGER NOT NULL CHECK (ordinal >= 0),
    special_committee TEXT    NOT NULL,
    from_on           TEXT    NOT NULL,
    to_on             TEXT    CHECK (to_on >= from_on),
    PRIMARY KEY (member_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX special_committee_seats_current ON special_committee_seats (member_id)
    WHERE to_on IS NULL;

INSERT INTO seat_status_changes (member_id, ordinal, status, changed_on)
    SELECT id, 0, 'ACTIVE', since FROM members;
INSERT INTO seat_status_changes (member_id, ordinal, status, changed_on)
    SELECT id, 1, status, COALESCE(until, since) FROM members WHERE status <> 'ACTIVE';
INSERT INTO special_committee_seats (member_id, ordinal, special_committee, from_on, to_on)
    SELECT id, 0, special_committee, since, until FROM members
    WHERE special_committee IS NOT NULL;

CREATE TABLE annual_plans (
    platform_id TEXT    NOT NULL REFERENCES platforms (id),
    year        INTEGER NOT NULL,
    status      TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (platform_id, year)
) STRICT, WITHOUT ROWID;
