-- Mediation, the Friday ledger, micro consultation, and the members of councils.

-- Moments are TEXT in UTC, `YYYY-MM-DDTHH:MM:SSZ`; `opened_on` is the day of the opening in Beijing.
-- Parties are told by what they are, never by name.
CREATE TABLE mediation_cases (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    platform_id  TEXT COLLATE "C" REFERENCES platforms (id),
    kind         TEXT COLLATE "C" NOT NULL,
    title        TEXT COLLATE "C" NOT NULL,
    parties      TEXT COLLATE "C",
    opened_at    TEXT COLLATE "C" NOT NULL,
    opened_on    TEXT COLLATE "C" NOT NULL,
    closed_at    TEXT COLLATE "C",
    minutes_open BIGINT           CHECK (minutes_open >= 0),
    status       TEXT COLLATE "C" NOT NULL,
    result       TEXT COLLATE "C",
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL,
    CHECK ((closed_at IS NULL) = (minutes_open IS NULL))
);
CREATE INDEX mediation_cases_by_opened_on ON mediation_cases (opened_on, id);
CREATE INDEX mediation_cases_by_platform ON mediation_cases (platform_id, status);

CREATE TABLE mediation_members (
    case_id   TEXT COLLATE "C" NOT NULL REFERENCES mediation_cases (id),
    ordinal   BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, ordinal)
);

-- Each step keeps its day. Nothing is handled before someone stands for it.
CREATE TABLE friday_matters (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    locality_code TEXT COLLATE "C" REFERENCES localities (code),
    text          TEXT COLLATE "C" NOT NULL,
    speaker       TEXT COLLATE "C",
    status        TEXT COLLATE "C" NOT NULL,
    difficulty    TEXT COLLATE "C",
    responsible   TEXT COLLATE "C",
    spoken_on     TEXT COLLATE "C" NOT NULL,
    known_on      TEXT COLLATE "C",
    discussed_on  TEXT COLLATE "C",
    handled_on    TEXT COLLATE "C",
    rated_on      TEXT COLLATE "C",
    result        TEXT COLLATE "C",
    rating        BIGINT           CHECK (rating BETWEEN 1 AND 5),
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL,
    CHECK (status NOT IN ('HANDLED', 'RATED') OR responsible IS NOT NULL),
    CHECK ((status = 'RATED') = (rating IS NOT NULL))
);
CREATE INDEX friday_matters_by_spoken_on ON friday_matters (spoken_on, id);
CREATE INDEX friday_matters_by_locality ON friday_matters (locality_code, discussed_on);

-- How the sector groups did their micro consultations: what an event of that kind has beside.
CREATE TABLE micro_consultations (
    event_id          TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES consultation_events (id),
    sector_group      TEXT COLLATE "C" NOT NULL,
    scope             TEXT COLLATE "C",
    status            TEXT COLLATE "C" NOT NULL,
    opinion_report_id TEXT COLLATE "C",
    proposal_id       TEXT COLLATE "C",
    version           BIGINT           NOT NULL DEFAULT 1,
    is_generated      BOOLEAN          NOT NULL
);

CREATE TABLE micro_team_members (
    event_id  TEXT COLLATE "C" NOT NULL REFERENCES micro_consultations (event_id),
    ordinal   BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (event_id, ordinal)
);

-- Councils are written now, and name their fixed members. What stood before was formed already.
ALTER TABLE consultation_councils ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE consultation_councils ADD COLUMN term_no BIGINT;
ALTER TABLE consultation_councils ADD COLUMN status TEXT COLLATE "C" NOT NULL DEFAULT 'FORMED';

CREATE TABLE council_fixed_members (
    platform_id TEXT COLLATE "C" NOT NULL REFERENCES consultation_councils (platform_id),
    ordinal     BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id   TEXT COLLATE "C",
    name        TEXT COLLATE "C",
    role        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (platform_id, ordinal),
    CHECK ((member_id IS NULL) <> (name IS NULL))
);
