-- What a city's committee did with opinion reports that its counties own, and how it assessed the
-- counties' committees: joined by id, which carries no foreign key.

CREATE TABLE city_handlings (
    opinion_report_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    received_on       TEXT COLLATE "C" NOT NULL,
    is_adopted        BOOLEAN          NOT NULL,
    forwarded_on      TEXT COLLATE "C",
    note              TEXT COLLATE "C",
    is_generated      BOOLEAN          NOT NULL
);

CREATE TABLE county_assessments (
    committee_id TEXT COLLATE "C" NOT NULL,
    year         BIGINT           NOT NULL,
    score        DOUBLE PRECISION NOT NULL CHECK (score BETWEEN 0 AND 100),
    rank         BIGINT           NOT NULL CHECK (rank >= 1),
    is_generated BOOLEAN          NOT NULL,
    PRIMARY KEY (committee_id, year)
);
