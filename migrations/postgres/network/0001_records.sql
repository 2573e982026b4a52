-- The records every committee keeps. Dates are TEXT `YYYY-MM-DD`, which sorts as time does;
-- enumerations are TEXT, spelled as in the contract; text compares by its bytes, as in SQLite.
-- Ids of records that another site may own carry no foreign key.

CREATE TABLE committees (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code  TEXT COLLATE "C" NOT NULL UNIQUE,
    level        TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    term_no      BIGINT,
    superior_id  TEXT COLLATE "C",
    is_generated BOOLEAN          NOT NULL
);

CREATE TABLE localities (
    code        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL
);

CREATE INDEX localities_by_region ON localities (region_code, code);

-- A member is a seat; `person_id` names who sits on it over the whole network.
-- A seat has an end exactly when its holder has left it.
CREATE TABLE members (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id      TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    person_id         TEXT COLLATE "C" NOT NULL,
    level             TEXT COLLATE "C" NOT NULL,
    name              TEXT COLLATE "C" NOT NULL,
    sector            TEXT COLLATE "C" NOT NULL,
    office            TEXT COLLATE "C" NOT NULL,
    status            TEXT COLLATE "C" NOT NULL,
    is_party_member   BOOLEAN          NOT NULL,
    employer          TEXT COLLATE "C",
    residence_region  TEXT COLLATE "C",
    special_committee TEXT COLLATE "C",
    since             TEXT COLLATE "C" NOT NULL,
    until             TEXT COLLATE "C",
    duty_score        DOUBLE PRECISION CHECK (duty_score BETWEEN 0 AND 100),
    is_generated      BOOLEAN          NOT NULL,
    CHECK ((status = 'EXITED') = (until IS NOT NULL))
);

CREATE INDEX members_by_committee ON members (committee_id, sector);
CREATE INDEX members_by_person ON members (person_id);
CREATE INDEX members_by_name ON members (name, id);
CREATE INDEX members_by_since ON members (since, id);
CREATE INDEX members_by_duty_score ON members (duty_score, id);

-- A platform is a place. `granted_on` (of its first plaque) and `is_compliant` (by its latest
-- check) repeat what its plaques and checks say, so that pages can be ordered and filtered by them.
CREATE TABLE platforms (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    kind          TEXT COLLATE "C" NOT NULL,
    name          TEXT COLLATE "C" NOT NULL,
    locality_code TEXT COLLATE "C" REFERENCES localities (code),
    host_kind     TEXT COLLATE "C" NOT NULL,
    host          TEXT COLLATE "C",
    status        TEXT COLLATE "C" NOT NULL,
    head          TEXT COLLATE "C",
    sector        TEXT COLLATE "C",
    withdrawn_on  TEXT COLLATE "C",
    granted_on    TEXT COLLATE "C",
    is_compliant  BOOLEAN          NOT NULL DEFAULT FALSE,
    is_generated  BOOLEAN          NOT NULL,
    CHECK ((status = 'WITHDRAWN') = (withdrawn_on IS NOT NULL))
);

CREATE INDEX platforms_by_committee ON platforms (committee_id);
CREATE INDEX platforms_by_locality ON platforms (locality_code);
CREATE INDEX platforms_by_name ON platforms (name, id);
CREATE INDEX platforms_by_granted_on ON platforms (granted_on, id);

CREATE TABLE plaques (
    platform_id TEXT COLLATE "C" NOT NULL REFERENCES platforms (id),
    ordinal     BIGINT           NOT NULL CHECK (ordinal >= 0),
    kind        TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    granted_on  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (platform_id, ordinal)
);

CREATE INDEX plaques_by_kind ON plaques (kind, platform_id);

CREATE TABLE six_has_checks (
    platform_id      TEXT COLLATE "C" NOT NULL REFERENCES platforms (id),
    checked_on       TEXT COLLATE "C" NOT NULL,
    fixed_place      BOOLEAN          NOT NULL,
    dedicated_person BOOLEAN          NOT NULL,
    signage          BOOLEAN          NOT NULL,
    duties           BOOLEAN          NOT NULL,
    annual_plan      BOOLEAN          NOT NULL,
    outcomes         BOOLEAN          NOT NULL,
    PRIMARY KEY (platform_id, checked_on)
);

-- Recorded where the member is sent. The member may be any level's, so who and of which level
-- stand here too.
CREATE TABLE deployments (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    member_id     TEXT COLLATE "C" NOT NULL,
    person_id     TEXT COLLATE "C" NOT NULL,
    member_level  TEXT COLLATE "C" NOT NULL,
    locality_code TEXT COLLATE "C" NOT NULL REFERENCES localities (code),
    platform_id   TEXT COLLATE "C" REFERENCES platforms (id),
    role          TEXT COLLATE "C" NOT NULL,
    issued_by     TEXT COLLATE "C",
    from_on       TEXT COLLATE "C" NOT NULL,
    to_on         TEXT COLLATE "C" CHECK (to_on >= from_on),
    is_generated  BOOLEAN          NOT NULL
);

CREATE INDEX deployments_by_committee ON deployments (committee_id);
CREATE INDEX deployments_by_locality ON deployments (locality_code);
CREATE INDEX deployments_by_platform ON deployments (platform_id, id);
CREATE INDEX deployments_by_person ON deployments (person_id);
CREATE INDEX deployments_by_from_on ON deployments (from_on, id);

CREATE TABLE topics (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    title         TEXT COLLATE "C" NOT NULL,
    source        TEXT COLLATE "C" NOT NULL,
    status        TEXT COLLATE "C" NOT NULL,
    locality_code TEXT COLLATE "C" REFERENCES localities (code),
    proposer_id   TEXT COLLATE "C",
    collected_on  TEXT COLLATE "C" NOT NULL,
    is_generated  BOOLEAN          NOT NULL
);

CREATE INDEX topics_by_committee ON topics (committee_id);
CREATE INDEX topics_by_locality ON topics (locality_code);
CREATE INDEX topics_by_collected_on ON topics (collected_on, id);

-- The counts stand on the event itself: a tally reads no child row.
CREATE TABLE consultation_events (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id     TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    title            TEXT COLLATE "C" NOT NULL,
    kind             TEXT COLLATE "C" NOT NULL,
    venue            TEXT COLLATE "C" NOT NULL,
    mode             TEXT COLLATE "C" NOT NULL,
    status           TEXT COLLATE "C" NOT NULL,
    held_on          TEXT COLLATE "C" NOT NULL,
    platform_id      TEXT COLLATE "C" REFERENCES platforms (id),
    locality_code    TEXT COLLATE "C" REFERENCES localities (code),
    topic_id         TEXT COLLATE "C" REFERENCES topics (id),
    member_count     BIGINT           NOT NULL CHECK (member_count >= 0),
    resident_count   BIGINT           NOT NULL CHECK (resident_count >= 0),
    suggestion_count BIGINT           NOT NULL CHECK (suggestion_count >= 0),
    problems_found   BIGINT           NOT NULL CHECK (problems_found >= 0),
    problems_solved  BIGINT           NOT NULL CHECK (problems_solved >= 0),
    brand            TEXT COLLATE "C",
    is_generated     BOOLEAN          NOT NULL
);

CREATE INDEX consultation_events_by_committee ON consultation_events (committee_id);
CREATE INDEX consultation_events_by_held_on ON consultation_events (held_on DESC, id);
CREATE INDEX consultation_events_by_platform ON consultation_events (platform_id, held_on DESC, id);
CREATE INDEX consultation_events_by_topic ON consultation_events (topic_id, held_on DESC, id);
CREATE INDEX consultation_events_by_locality ON consultation_events (locality_code, held_on);

CREATE TABLE attendance (
    event_id  TEXT COLLATE "C" NOT NULL REFERENCES consultation_events (id),
    member_id TEXT COLLATE "C" NOT NULL,
    level     TEXT COLLATE "C" NOT NULL,
    sector    TEXT COLLATE "C" NOT NULL,
    role      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (event_id, member_id)
);

CREATE INDEX attendance_by_member ON attendance (member_id);

CREATE TABLE outcomes (
    event_id TEXT COLLATE "C" NOT NULL REFERENCES consultation_events (id),
    ordinal  BIGINT           NOT NULL CHECK (ordinal >= 0),
    kind     TEXT COLLATE "C" NOT NULL,
    text     TEXT COLLATE "C" NOT NULL,
    status   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (event_id, ordinal)
);

CREATE TABLE opinion_reports (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id    TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    title           TEXT COLLATE "C" NOT NULL,
    author_id       TEXT COLLATE "C",
    source_event_id TEXT COLLATE "C" REFERENCES consultation_events (id),
    status          TEXT COLLATE "C" NOT NULL,
    submitted_on    TEXT COLLATE "C",
    submitted_to    TEXT COLLATE "C",
    written_on      TEXT COLLATE "C" NOT NULL,
    is_generated    BOOLEAN          NOT NULL
);

CREATE INDEX opinion_reports_by_committee ON opinion_reports (committee_id);
CREATE INDEX opinion_reports_by_source_event ON opinion_reports (source_event_id);
CREATE INDEX opinion_reports_by_written_on ON opinion_reports (written_on DESC, id);

-- Printed in a document, never computed. `sources` is a JSON array of document names.
CREATE TABLE reported_figures (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    place        TEXT COLLATE "C" NOT NULL,
    region_code  TEXT COLLATE "C",
    level        TEXT COLLATE "C" NOT NULL,
    period       TEXT COLLATE "C" NOT NULL,
    measure      TEXT COLLATE "C" NOT NULL,
    value        DOUBLE PRECISION NOT NULL,
    unit         TEXT COLLATE "C" NOT NULL,
    qualifier    TEXT COLLATE "C" NOT NULL,
    is_norm      BOOLEAN          NOT NULL,
    sources      TEXT COLLATE "C" NOT NULL,
    is_generated BOOLEAN          NOT NULL
);

CREATE INDEX reported_figures_by_committee ON reported_figures (committee_id);
CREATE INDEX reported_figures_by_measure ON reported_figures (measure, id);
