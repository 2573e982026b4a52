-- What the provincial committee did with opinion reports that other sites own: joined by the
-- report's id, which carries no foreign key.

CREATE TABLE provincial_handlings (
    opinion_report_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    origin_region     TEXT COLLATE "C" NOT NULL,
    received_on       TEXT COLLATE "C" NOT NULL,
    is_adopted        BOOLEAN          NOT NULL,
    adopted_on        TEXT COLLATE "C",
    publication       TEXT COLLATE "C",
    is_generated      BOOLEAN          NOT NULL,
    CHECK (is_adopted OR (adopted_on IS NULL AND publication IS NULL))
);

CREATE INDEX provincial_handlings_by_received_on ON provincial_handlings (received_on);
CREATE INDEX provincial_handlings_by_origin ON provincial_handlings (origin_region, received_on);

CREATE TABLE instructions (
    opinion_report_id TEXT COLLATE "C" NOT NULL REFERENCES provincial_handlings (opinion_report_id),
    ordinal           BIGINT           NOT NULL CHECK (ordinal >= 0),
    leader_office     TEXT COLLATE "C" NOT NULL,
    given_on          TEXT COLLATE "C" NOT NULL,
    text              TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (opinion_report_id, ordinal)
);
