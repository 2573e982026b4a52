-- What the provincial committee did with opinion reports that other sites own: joined by the
-- report's id, which carries no foreign key.

CREATE TABLE provincial_handlings (
    opinion_report_id TEXT    NOT NULL PRIMARY KEY,
    origin_region     TEXT    NOT NULL,
    received_on       TEXT    NOT NULL,
    is_adopted        INTEGER NOT NULL CHECK (is_adopted IN (0, 1)),
    adopted_on        TEXT,
    publication       TEXT,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (is_adopted = 1 OR (adopted_on IS NULL AND publication IS NULL))
) STRICT;

CREATE INDEX provincial_handlings_by_received_on ON provincial_handlings (received_on);
CREATE INDEX provincial_handlings_by_origin ON provincial_handlings (origin_region, received_on);

CREATE TABLE instructions (
    opinion_report_id TEXT    NOT NULL REFERENCES provincial_handlings (opinion_report_id),
    ordinal           INTEGER NOT NULL CHECK (ordinal >= 0),
    leader_office     TEXT    NOT NULL,
    given_on          TEXT    NOT NULL,
    text              TEXT    NOT NULL,
    PRIMARY KEY (opinion_report_id, ordinal)
) STRICT, WITHOUT ROWID;
