-- A platform's own check of the six, before the county verifies it.

CREATE TABLE six_has_self_checks (
    platform_id      TEXT COLLATE "C" NOT NULL REFERENCES platforms (id),
    checked_on       TEXT COLLATE "C" NOT NULL,
    fixed_place      BOOLEAN NOT NULL,
    dedicated_person BOOLEAN NOT NULL,
    signage          BOOLEAN NOT NULL,
    duties           BOOLEAN NOT NULL,
    annual_plan      BOOLEAN NOT NULL,
    outcomes         BOOLEAN NOT NULL,
    checker          TEXT COLLATE "C" NOT NULL,
    evidence         TEXT COLLATE "C",
    PRIMARY KEY (platform_id, checked_on)
);
