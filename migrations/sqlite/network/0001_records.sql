-- The records every committee keeps. Dates are TEXT `YYYY-MM-DD`, which sorts as time does;
-- enumerations are TEXT, spelled as in the contract; booleans are INTEGER 0 or 1.
-- Ids of records that another site may own carry no foreign key.

CREATE TABLE committees (
    id           TEXT    NOT NULL PRIMARY KEY,
    region_code  TEXT    NOT NULL UNIQUE,
    level        TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    term_no      INTEGER,
    superior_id  TEXT,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE TABLE localities (
    code        TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL
) STRICT;

CREATE INDEX localities_by_region ON localities (region_code, code);

-- A member is a seat; `person_id` names who sits on it over the whole network.
-- A seat has an end exactly when its holder has left it.
CREATE TABLE members (
    id                TEXT    NOT NULL PRIMARY KEY,
    committee_id      TEXT    NOT NULL REFERENCES committees (id),
    person_id         TEXT    NOT NULL,
    level             TEXT    NOT NULL,
    name              TEXT    NOT NULL,
    sector            TEXT    NOT NULL,
    office            TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    is_party_member   INTEGER NOT NULL CHECK (is_party_member IN (0, 1)),
    employer          TEXT,
    residence_region  TEXT,
    special_committee TEXT,
    since             TEXT    NOT NULL,
    until             TEXT,
    duty_score        REAL    CHECK (duty_score BETWEEN 0 AND 100),
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((status = 'EXITED') = (until IS NOT NULL))
) STRICT;

CREATE INDEX members_by_committee ON members (committee_id, sector);
CREATE INDEX members_by_person ON members (person_id);
CREATE INDEX members_by_name ON members (name, id);
CREATE INDEX members_by_since ON members (since, id);
CREATE INDEX members_by_duty_score ON members (duty_score, id);

-- A platform is a place. `granted_on` (of its first plaque) and `is_compliant` (by its latest
-- check) repeat what its plaques and checks say, so that pages can be ordered and filtered by them.
CREATE TABLE platforms (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    kind          TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    locality_code TEXT    REFERENCES localities (code),
    host_kind     TEXT    NOT NULL,
    host          TEXT,
    status        TEXT    NOT NULL,
    head          TEXT,
    sector        TEXT,
    withdrawn_on  TEXT,
    granted_on    TEXT,
    is_compliant  INTEGER NOT NULL DEFAULT 0 CHECK (is_compliant IN (0, 1)),
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((status = 'WITHDRAWN') = (withdrawn_on IS NOT NULL))
) STRICT;

CREATE INDEX platforms_by_committee ON platforms (committee_id);
CREATE INDEX platforms_by_locality ON platforms (locality_code);
CREATE INDEX platforms_by_name ON platforms (name, id);
CREATE INDEX platforms_by_granted_on ON platforms (granted_on, id);

CREATE TABLE plaques (
    platform_id TEXT    NOT NULL REFERENCES platforms (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    kind        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    granted_on  TEXT    NOT NULL,
    PRIMARY KEY (platform_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX plaques_by_kind ON plaques (kind, platform_id);

CREATE TABLE six_has_checks (
    platform_id      TEXT    NOT NULL REFERENCES platforms (id),
    checked_on       TEXT    NOT NULL,
    fixed_place      INTEGER NOT NULL CHECK (fixed_place IN (0, 1)),
    dedicated_person INTEGER NOT NULL CHECK (dedicated_person IN (0, 1)),
    signage          INTEGER NOT NULL CHECK (signage IN (0, 1)),
    duties           INTEGER NOT NULL CHECK (duties IN (0, 1)),
    annual_plan      INTEGER NOT NULL CHECK (annual_plan IN (0, 1)),
    outcomes         INTEGER NOT NULL CHECK (outcomes IN (0, 1)),
    PRIMARY KEY (platform_id, checked_on)
) STRICT, WITHOUT ROWID;

-- Recorded where the member is sent. The member may be any level's, so who and of which level
-- stand here too.
CREATE TABLE deployments (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    member_id     TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    member_level  TEXT    NOT NULL,
    locality_code TEXT    NOT NULL REFERENCES localities (code),
    platform_id   TEXT    REFERENCES platforms (id),
    role          TEXT    NOT NULL,
    issued_by     TEXT,
    from_on       TEXT    NOT NULL,
    to_on         TEXT    CHECK (to_on >= from_on),
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX deployments_by_committee ON deployments (committee_id);
CREATE INDEX deployments_by_locality ON deployments (locality_code);
CREATE INDEX deployments_by_platform ON deployments (platform_id, id);
CREATE INDEX deployments_by_person ON deployments (person_id);
CREATE INDEX deployments_by_from_on ON deployments (from_on, id);

CREATE TABLE topics (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    title         TEXT    NOT NULL,
    source        TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    locality_code TEXT    REFERENCES localities (code),
    proposer_id   TEXT,
    collected_on  TEXT    NOT NULL,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX topics_by_committee ON topics (committee_id);
CREATE INDEX topics_by_locality ON topics (locality_code);
CREATE INDEX topics_by_collected_on ON topics (collected_on, id);

-- The counts stand on the event itself: a tally reads no child row.
CREATE TABLE consultation_events (
    id               TEXT    NOT NULL PRIMARY KEY,
    committee_id     TEXT    NOT NULL REFERENCES committees (id),
    title            TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    venue            TEXT    NOT NULL,
    mode             TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    held_on          TEXT    NOT NULL,
    platform_id      TEXT    REFERENCES platforms (id),
    locality_code    TEXT    REFERENCES localities (code),
    topic_id         TEXT    REFERENCES topics (id),
    member_count     INTEGER NOT NULL CHECK (member_count >= 0),
    resident_count   INTEGER NOT NULL CHECK (resident_count >= 0),
    suggestion_count INTEGER NOT NULL CHECK (suggestion_count >= 0),
    problems_found   INTEGER NOT NULL CHECK (problems_found >= 0),
    problems_solved  INTEGER NOT NULL CHECK (problems_solved >= 0),
    brand            TEXT,
    is_generated     INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX consultation_events_by_committee ON consultation_events (committee_id);
CREATE INDEX consultation_events_by_held_on ON consultation_events (held_on DESC, id);
CREATE INDEX consultation_events_by_platform ON consultation_events (platform_id, held_on DESC, id);
CREATE INDEX consultation_events_by_topic ON consultation_events (topic_id, held_on DESC, id);
CREATE INDEX consultation_events_by_locality ON consultation_events (locality_code, held_on);

CREATE TABLE attendance (
    event_id  TEXT NOT NULL REFERENCES consultation_events (id),
    member_id TEXT NOT NULL,
    level     TEXT NOT NULL,
    sector    TEXT NOT NULL,
    role      TEXT NOT NULL,
    PRIMARY KEY (event_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX attendance_by_member ON attendance (member_id);

CREATE TABLE outcomes (
    event_id TEXT    NOT NULL REFERENCES consultation_events (id),
    ordinal  INTEGER NOT NULL CHECK (ordinal >= 0),
    kind     TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    status   TEXT    NOT NULL,
    PRIMARY KEY (event_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE opinion_reports (
    id              TEXT    NOT NULL PRIMARY KEY,
    committee_id    TEXT    NOT NULL REFERENCES committees (id),
    title           TEXT    NOT NULL,
    author_id       TEXT,
    source_event_id TEXT    REFERENCES consultation_events (id),
    status          TEXT    NOT NULL,
    submitted_on    TEXT,
    submitted_to    TEXT,
    written_on      TEXT    NOT NULL,
    is_generated    INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX opinion_reports_by_committee ON opinion_reports (committee_id);
CREATE INDEX opinion_reports_by_source_event ON opinion_reports (source_event_id);
CREATE INDEX opinion_reports_by_written_on ON opinion_reports (written_on DESC, id);

-- Printed in a document, never computed. `sources` is a JSON array of document names.
CREATE TABLE reported_figures (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    place        TEXT    NOT NULL,
    region_code  TEXT,
    level        TEXT    NOT NULL,
    period       TEXT    NOT NULL,
    measure      TEXT    NOT NULL,
    value        REAL    NOT NULL,
    unit         TEXT    NOT NULL,
    qualifier    TEXT    NOT NULL,
    is_norm      INTEGER NOT NULL CHECK (is_norm IN (0, 1)),
    sources      TEXT    NOT NULL,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX reported_figures_by_committee ON reported_figures (committee_id);
CREATE INDEX reported_figures_by_measure ON reported_figures (measure, id);
