-- What a city's committee did with opinion reports that its counties own, and how it assessed the
-- counties' committees: joined by id, which carries no foreign key.

CREATE TABLE city_handlings (
    opinion_report_id TEXT    NOT NULL PRIMARY KEY,
    received_on       TEXT    NOT NULL,
    is_adopted        INTEGER NOT NULL CHECK (is_adopted IN (0, 1)),
    forwarded_on      TEXT,
    note              TEXT,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE TABLE county_assessments (
    committee_id TEXT    NOT NULL,
    year         INTEGER NOT NULL,
    score        REAL    NOT NULL CHECK (score BETWEEN 0 AND 100),
    rank         INTEGER NOT NULL CHECK (rank >= 1),
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    PRIMARY KEY (committee_id, year)
) STRICT, WITHOUT ROWID;
