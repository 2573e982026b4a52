-- What members do, and by which norms and rules. Members of the tables here are the site's own.

-- Persons of the public whom members registered. `regular_on` is given while one is regular.
CREATE TABLE contacts (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    member_id     TEXT    NOT NULL REFERENCES members (id),
    name          TEXT    NOT NULL,
    phone         TEXT,
    is_sectoral   INTEGER NOT NULL CHECK (is_sectoral IN (0, 1)),
    sector        TEXT,
    locality_code TEXT    REFERENCES localities (code),
    status        TEXT    NOT NULL,
    registered_on TEXT    NOT NULL,
    regular_on    TEXT    CHECK (regular_on >= registered_on),
    ended_on      TEXT    CHECK (ended_on >= registered_on),
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((status = 'ENDED') = (ended_on IS NOT NULL)),
    CHECK (status <> 'REGULAR' OR regular_on IS NOT NULL)
) STRICT;

CREATE INDEX contacts_by_committee ON contacts (committee_id);
CREATE INDEX contacts_by_member ON contacts (member_id, id);
CREATE INDEX contacts_by_locality ON contacts (locality_code);
CREATE INDEX contacts_by_registered_on ON contacts (registered_on, id);

-- The five that a plan fixes: whom, where, what, how often, to what end. The platform may be
-- another committee's.
CREATE TABLE contact_plans (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    member_id    TEXT    NOT NULL REFERENCES members (id),
    year         INTEGER NOT NULL,
    mode         TEXT    NOT NULL,
    target       TEXT    NOT NULL,
    platform_id  TEXT    NOT NULL,
    content      TEXT    NOT NULL,
    frequency    INTEGER NOT NULL CHECK (frequency > 0),
    goal         TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX contact_plans_by_committee ON contact_plans (committee_id);
CREATE INDEX contact_plans_by_member ON contact_plans (member_id, id);
CREATE INDEX contact_plans_by_year ON contact_plans (year, id);

CREATE TABLE contact_records (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    member_id    TEXT    NOT NULL REFERENCES members (id),
    plan_id      TEXT    REFERENCES contact_plans (id),
    mode         TEXT    NOT NULL,
    held_on      TEXT    NOT NULL,
    persons      INTEGER NOT NULL CHECK (persons > 0),
    content      TEXT    NOT NULL,
    problem      TEXT,
    appeal_id    TEXT    REFERENCES appeals (id),
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (appeal_id IS NULL OR problem IS NOT NULL)
) STRICT;

CREATE INDEX contact_records_by_committee ON contact_records (committee_id);
CREATE INDEX contact_records_by_member ON contact_records (member_id, held_on DESC, id);
CREATE INDEX contact_records_by_plan ON contact_records (plan_id, held_on DESC, id);
CREATE INDEX contact_records_by_held_on ON contact_records (held_on DESC, id);

CREATE TABLE contact_record_contacts (
    record_id  TEXT NOT NULL REFERENCES contact_records (id),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    PRIMARY KEY (record_id, contact_id)
) STRICT, WITHOUT ROWID;

-- One leader, one place or body. A township has one leader at a time.
CREATE TABLE leader_charges (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    leader_id     TEXT    NOT NULL REFERENCES members (id),
    kind          TEXT    NOT NULL,
    target_kind   TEXT    NOT NULL,
    locality_code TEXT    REFERENCES localities (code),
    region_code   TEXT,
    target_name   TEXT    NOT NULL,
    from_on       TEXT    NOT NULL,
    to_on         TEXT    CHECK (to_on >= from_on),
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((target_kind = 'TOWNSHIP') = (locality_code IS NOT NULL)),
    CHECK ((target_kind = 'COUNTY') = (region_code IS NOT NULL))
) STRICT;

CREATE INDEX leader_charges_by_committee ON leader_charges (committee_id);
CREATE INDEX leader_charges_by_leader ON leader_charges (leader_id, from_on);
CREATE INDEX leader_charges_by_from_on ON leader_charges (from_on, id);
CREATE UNIQUE INDEX leader_charges_of_township ON leader_charges (locality_code)
    WHERE to_on IS NULL;

CREATE TABLE charge_visits (
    charge_id  TEXT    NOT NULL REFERENCES leader_charges (id),
    ordinal    INTEGER NOT NULL CHECK (ordinal >= 0),
    visited_on TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    PRIMARY KEY (charge_id, ordinal)
) STRICT, WITHOUT ROWID;

-- A norm is of a committee, or of one of its special committees ('' is all of them), and of a year.
CREATE TABLE annual_duty_quotas (
    id                TEXT    NOT NULL PRIMARY KEY,
    committee_id      TEXT    NOT NULL REFERENCES committees (id),
    special_committee TEXT    NOT NULL,
    year              INTEGER NOT NULL,
    item              TEXT    NOT NULL,
    period            TEXT    NOT NULL,
    minimum           INTEGER NOT NULL CHECK (minimum >= 0),
    maximum           INTEGER CHECK (maximum >= minimum),
    version           INTEGER NOT NULL DEFAULT 1,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    UNIQUE (committee_id, year, item, special_committee)
) STRICT;

CREATE INDEX annual_duty_quotas_by_year ON annual_duty_quotas (year, id);

-- The source may be another site's record.
CREATE TABLE duty_records (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    member_id    TEXT    NOT NULL REFERENCES members (id),
    item         TEXT    NOT NULL,
    done_on      TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    text         TEXT,
    source_id    TEXT,
    is_event     INTEGER NOT NULL CHECK (is_event IN (0, 1)),
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (source_id IS NOT NULL OR NOT is_event)
) STRICT;

CREATE INDEX duty_records_by_committee ON duty_records (committee_id);
CREATE INDEX duty_records_by_member ON duty_records (member_id, item, done_on);
CREATE INDEX duty_records_by_done_on ON duty_records (done_on DESC, id);
CREATE UNIQUE INDEX duty_records_by_source ON duty_records (member_id, source_id, item);

CREATE TABLE assessment_rules (
    id                TEXT    NOT NULL PRIMARY KEY,
    committee_id      TEXT    NOT NULL REFERENCES committees (id),
    special_committee TEXT    NOT NULL,
    year              INTEGER NOT NULL,
    period            TEXT    NOT NULL,
    version           INTEGER NOT NULL DEFAULT 1,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    UNIQUE (committee_id, year, special_committee)
) STRICT;

CREATE INDEX assessment_rules_by_year ON assessment_rules (year, id);

CREATE TABLE assessment_items (
    rule_id TEXT NOT NULL REFERENCES assessment_rules (id),
    item    TEXT NOT NULL,
    points  REAL NOT NULL CHECK (points >= 0),
    most    REAL NOT NULL CHECK (most >= 0),
    PRIMARY KEY (rule_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty_assessments (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    member_id    TEXT    NOT NULL REFERENCES members (id),
    rule_id      TEXT    NOT NULL REFERENCES assessment_rules (id),
    period       TEXT    NOT NULL,
    score        REAL    NOT NULL CHECK (score BETWEEN 0 AND 100),
    status       TEXT    NOT NULL,
    app_entry    TEXT,
    entered_on   TEXT,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    UNIQUE (member_id, period),
    CHECK ((status = 'ENTERED') = (app_entry IS NOT NULL)),
    CHECK ((status = 'ENTERED') = (entered_on IS NOT NULL))
) STRICT;

CREATE INDEX duty_assessments_by_committee ON duty_assessments (committee_id, period);
CREATE INDEX duty_assessments_by_score ON duty_assessments (score, id);

-- A member is linked by one other at a time; whom a non-party member links are contacts.
CREATE TABLE party_links (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    tier          TEXT    NOT NULL,
    from_id       TEXT    NOT NULL REFERENCES members (id),
    to_member_id  TEXT    REFERENCES members (id),
    to_contact_id TEXT    REFERENCES contacts (id),
    since         TEXT    NOT NULL,
    until         TEXT    CHECK (until >= since),
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((to_member_id IS NULL) <> (to_contact_id IS NULL)),
    CHECK ((tier = 'NON_PARTY_TO_PUBLIC') = (to_contact_id IS NOT NULL))
) STRICT;

CREATE INDEX party_links_by_committee ON party_links (committee_id);
CREATE INDEX party_links_by_from ON party_links (from_id);
CREATE INDEX party_links_by_since ON party_links (since, id);
CREATE UNIQUE INDEX party_links_of_member ON party_links (to_member_id) WHERE until IS NULL;

CREATE TABLE station_head_reports (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    platform_id  TEXT    NOT NULL REFERENCES platforms (id),
    year         INTEGER NOT NULL,
    head         TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    grade        TEXT,
    submitted_on TEXT    NOT NULL,
    graded_on    TEXT,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    UNIQUE (platform_id, year),
    CHECK ((status = 'GRADED') = (grade IS NOT NULL)),
    CHECK ((status = 'GRADED') = (graded_on IS NOT NULL))
) STRICT;

CREATE INDEX station_head_reports_by_committee ON station_head_reports (committee_id, year);
CREATE INDEX station_head_reports_by_submitted_on ON station_head_reports (submitted_on, id);

CREATE TABLE township_funds (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    locality_code TEXT    NOT NULL REFERENCES localities (code),
    year          INTEGER NOT NULL,
    grade         TEXT    NOT NULL,
    amount_yuan   INTEGER NOT NULL CHECK (amount_yuan >= 0),
    status        TEXT    NOT NULL,
    assessed_on   TEXT    NOT NULL,
    paid_on       TEXT    CHECK (paid_on >= assessed_on),
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    UNIQUE (locality_code, year),
    CHECK ((status = 'PAID') = (paid_on IS NOT NULL))
) STRICT;

CREATE INDEX township_funds_by_committee ON township_funds (committee_id, year);
CREATE INDEX township_funds_by_amount_yuan ON township_funds (amount_yuan, id);

CREATE TABLE training_sessions (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    title        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    held_on      TEXT    NOT NULL,
    participants INTEGER CHECK (participants >= 0),
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((status = 'REGISTERED') = (participants IS NOT NULL))
) STRICT;

CREATE INDEX training_sessions_by_committee ON training_sessions (committee_id);
CREATE INDEX training_sessions_by_held_on ON training_sessions (held_on DESC, id);

CREATE TABLE reading_groups (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    name         TEXT    NOT NULL,
    is_online    INTEGER NOT NULL CHECK (is_online IN (0, 1)),
    parent_id    TEXT    REFERENCES reading_groups (id),
    founded_on   TEXT    NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE INDEX reading_groups_by_committee ON reading_groups (committee_id);
CREATE INDEX reading_groups_by_founded_on ON reading_groups (founded_on, id);

CREATE TABLE reading_activities (
    group_id     TEXT    NOT NULL REFERENCES reading_groups (id),
    ordinal      INTEGER NOT NULL CHECK (ordinal >= 0),
    held_on      TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    participants INTEGER NOT NULL CHECK (participants >= 0),
    PRIMARY KEY (group_id, ordinal)
) STRICT, WITHOUT ROWID;
