-- A platform's own check of the six, before the county verifies it.

CREATE TABLE six_has_self_checks (
    platform_id      TEXT    NOT NULL REFERENCES platforms (id),
    checked_on       TEXT    NOT NULL,
    fixed_place      INTEGER NOT NULL CHECK (fixed_place IN (0, 1)),
    dedicated_person INTEGER NOT NULL CHECK (dedicated_person IN (0, 1)),
    signage          INTEGER NOT NULL CHECK (signage IN (0, 1)),
    duties           INTEGER NOT NULL CHECK (duties IN (0, 1)),
    annual_plan      INTEGER NOT NULL CHECK (annual_plan IN (0, 1)),
    outcomes         INTEGER NOT NULL CHECK (outcomes IN (0, 1)),
    checker          TEXT    NOT NULL,
    evidence         TEXT,
    PRIMARY KEY (platform_id, checked_on)
) STRICT, WITHOUT ROWID;
