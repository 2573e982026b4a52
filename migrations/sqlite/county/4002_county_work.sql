-- Mediation, the Friday ledger, micro consultation, and the members of councils.

-- Moments are TEXT in UTC, `YYYY-MM-DDTHH:MM:SSZ`; `opened_on` is the day of the opening in Beijing.
-- Parties are told by what they are, never by name.
CREATE TABLE mediation_cases (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    platform_id  TEXT    REFERENCES platforms (id),
    kind         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    parties      TEXT,
    opened_at    TEXT    NOT NULL,
    opened_on    TEXT    NOT NULL,
    closed_at    TEXT,
    minutes_open INTEGER CHECK (minutes_open >= 0),
    status       TEXT    NOT NULL,
    result       TEXT,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((closed_at IS NULL) = (minutes_open IS NULL))
) STRICT;
CREATE INDEX mediation_cases_by_opened_on ON mediation_cases (opened_on, id);
CREATE INDEX mediation_cases_by_platform ON mediation_cases (platform_id, status);

CREATE TABLE mediation_members (
    case_id   TEXT    NOT NULL REFERENCES mediation_cases (id),
    ordinal   INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id TEXT    NOT NULL,
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Each step keeps its day. Nothing is handled before someone stands for it.
CREATE TABLE friday_matters (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    locality_code TEXT    REFERENCES localities (code),
    text          TEXT    NOT NULL,
    speaker       TEXT,
    status        TEXT    NOT NULL,
    difficulty    TEXT,
    responsible   TEXT,
    spoken_on     TEXT    NOT NULL,
    known_on      TEXT,
    discussed_on  TEXT,
    handled_on    TEXT,
    rated_on      TEXT,
    result        TEXT,
    rating        INTEGER CHECK (rating BETWEEN 1 AND 5),
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (status NOT IN ('HANDLED', 'RATED') OR responsible IS NOT NULL),
    CHECK ((status = 'RATED') = (rating IS NOT NULL))
) STRICT;
CREATE INDEX friday_matters_by_spoken_on ON friday_matters (spoken_on, id);
CREATE INDEX friday_matters_by_locality ON friday_matters (locality_code, discussed_on);

-- How the sector groups did their micro consultations: what an event of that kind has beside.
CREATE TABLE micro_consultations (
    event_id          TEXT    NOT NULL PRIMARY KEY REFERENCES consultation_events (id),
    sector_group      TEXT    NOT NULL,
    scope             TEXT,
    status            TEXT    NOT NULL,
    opinion_report_id TEXT,
    proposal_id       TEXT,
    version           INTEGER NOT NULL DEFAULT 1,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE TABLE micro_team_members (
    event_id  TEXT    NOT NULL REFERENCES micro_consultations (event_id),
    ordinal   INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id TEXT    NOT NULL,
    PRIMARY KEY (event_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Councils are written now, and name their fixed members. What stood before was formed already.
ALTER TABLE consultation_councils ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE consultation_councils ADD COLUMN term_no INTEGER;
ALTER TABLE consultation_councils ADD COLUMN status TEXT NOT NULL DEFAULT 'FORMED';

CREATE TABLE council_fixed_members (
    platform_id TEXT    NOT NULL REFERENCES consultation_councils (platform_id),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id   TEXT,
    name        TEXT,
    role        TEXT    NOT NULL,
    PRIMARY KEY (platform_id, ordinal),
    CHECK ((member_id IS NULL) <> (name IS NULL))
) STRICT, WITHOUT ROWID;
