-- Seats, deployments and platforms are written. What stood before has been written once.

ALTER TABLE members ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE deployments ADD COLUMN document TEXT COLLATE "C";
ALTER TABLE deployments ADD COLUMN ended_reason TEXT COLLATE "C";
ALTER TABLE deployments ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE platforms ADD COLUMN status_reason TEXT COLLATE "C";
ALTER TABLE platforms ADD COLUMN launched_on TEXT COLLATE "C";
ALTER TABLE platforms ADD COLUMN lead_member_id TEXT COLLATE "C";
ALTER TABLE platforms ADD COLUMN lead_unit TEXT COLLATE "C";
ALTER TABLE platforms ADD COLUMN book_count BIGINT;
ALTER TABLE platforms ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE six_has_checks ADD COLUMN checker TEXT COLLATE "C";
ALTER TABLE six_has_checks ADD COLUMN evidence TEXT COLLATE "C";

-- What became of a seat since it was taken. A member's row repeats the latest status.
CREATE TABLE seat_status_changes (
    member_id  TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    ordinal    BIGINT           NOT NULL CHECK (ordinal >= 0),
    status     TEXT COLLATE "C" NOT NULL,
    changed_on TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C",
    PRIMARY KEY (member_id, ordinal)
);

-- A seat is placed in at most one special committee at a time. A member's row repeats the latest.
CREATE TABLE special_committee_seats (
    member_id         TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    ordinal           BIGINT           NOT NULL CHECK (ordinal >= 0),
    special_committee TEXT COLLATE "C" NOT NULL,
    from_on           TEXT COLLATE "C" NOT NULL,
    to_on             TEXT COLLATE "C" CHECK (to_on >= from_on),
    PRIMARY KEY (member_id, ordinal)
);

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
    platform_id TEXT COLLATE "C" NOT NULL REFERENCES platforms (id),
    year        BIGINT           NOT NULL,
    status      TEXT COLLATE "C" NOT NULL,
    text        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (platform_id, year)
);
