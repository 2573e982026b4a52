-- What members do, and by which norms and rules. Members of the tables here are the site's own.

-- Persons of the public whom members registered. `regular_on` is given while one is regular.
CREATE TABLE contacts (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    member_id     TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    name          TEXT COLLATE "C" NOT NULL,
    phone         TEXT COLLATE "C",
    is_sectoral   BOOLEAN          NOT NULL,
    sector        TEXT COLLATE "C",
    locality_code TEXT COLLATE "C" REFERENCES localities (code),
    status        TEXT COLLATE "C" NOT NULL,
    registered_on TEXT COLLATE "C" NOT NULL,
    regular_on    TEXT COLLATE "C" CHECK (regular_on >= registered_on),
    ended_on      TEXT COLLATE "C" CHECK (ended_on >= registered_on),
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL,
    CHECK ((status = 'ENDED') = (ended_on IS NOT NULL)),
    CHECK (status <> 'REGULAR' OR regular_on IS NOT NULL)
);

CREATE INDEX contacts_by_committee ON contacts (committee_id);
CREATE INDEX contacts_by_member ON contacts (member_id, id);
CREATE INDEX contacts_by_locality ON contacts (locality_code);
CREATE INDEX contacts_by_registered_on ON contacts (registered_on, id);

-- The five that a plan fixes: whom, where, what, how often, to what end. The platform may be
-- another committee's.
CREATE TABLE contact_plans (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    member_id    TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    year         BIGINT           NOT NULL,
    mode         TEXT COLLATE "C" NOT NULL,
    target       TEXT COLLATE "C" NOT NULL,
    platform_id  TEXT COLLATE "C" NOT NULL,
    content      TEXT COLLATE "C" NOT NULL,
    frequency    BIGINT           NOT NULL CHECK (frequency > 0),
    goal         TEXT COLLATE "C" NOT NULL,
    status       TEXT COLLATE "C" NOT NULL,
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL
);

CREATE INDEX contact_plans_by_committee ON contact_plans (committee_id);
CREATE INDEX contact_plans_by_member ON contact_plans (member_id, id);
CREATE INDEX contact_plans_by_year ON contact_plans (year, id);

CREATE TABLE contact_records (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    member_id    TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    plan_id      TEXT COLLATE "C" REFERENCES contact_plans (id),
    mode         TEXT COLLATE "C" NOT NULL,
    held_on      TEXT COLLATE "C" NOT NULL,
    persons      BIGINT           NOT NULL CHECK (persons > 0),
    content      TEXT COLLATE "C" NOT NULL,
    problem      TEXT COLLATE "C",
    appeal_id    TEXT COLLATE "C" REFERENCES appeals (id),
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL,
    CHECK (appeal_id IS NULL OR problem IS NOT NULL)
);

CREATE INDEX contact_records_by_committee ON contact_records (committee_id);
CREATE INDEX contact_records_by_member ON contact_records (member_id, held_on DESC, id);
CREATE INDEX contact_records_by_plan ON contact_records (plan_id, held_on DESC, id);
CREATE INDEX contact_records_by_held_on ON contact_records (held_on DESC, id);

CREATE TABLE contact_record_contacts (
    record_id  TEXT COLLATE "C" NOT NULL REFERENCES contact_records (id),
    contact_id TEXT COLLATE "C" NOT NULL REFERENCES contacts (id),
    PRIMARY KEY (record_id, contact_id)
);

-- One leader, one place or body. A township has one leader at a time.
CREATE TABLE leader_charges (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    leader_id     TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    kind          TEXT COLLATE "C" NOT NULL,
    target_kind   TEXT COLLATE "C" NOT NULL,
    locality_code TEXT COLLATE "C" REFERENCES localities (code),
    region_code   TEXT COLLATE "C",
    target_name   TEXT COLLATE "C" NOT NULL,
    from_on       TEXT COLLATE "C" NOT NULL,
    to_on         TEXT COLLATE "C" CHECK (to_on >= from_on),
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL,
    CHECK ((target_kind = 'TOWNSHIP') = (locality_code IS NOT NULL)),
    CHECK ((target_kind = 'COUNTY') = (region_code IS NOT NULL))
);

CREATE INDEX leader_charges_by_committee ON leader_charges (committee_id);
CREATE INDEX leader_charges_by_leader ON leader_charges (leader_id, from_on);
CREATE INDEX leader_charges_by_from_on ON leader_charges (from_on, id);
CREATE UNIQUE INDEX leader_charges_of_township ON leader_charges (locality_code)
    WHERE to_on IS NULL;

CREATE TABLE charge_visits (
    charge_id  TEXT COLLATE "C" NOT NULL REFERENCES leader_charges (id),
    ordinal    BIGINT           NOT NULL CHECK (ordinal >= 0),
    visited_on TEXT COLLATE "C" NOT NULL,
    note       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (charge_id, ordinal)
);

-- A norm is of a committee, or of one of its special committees ('' is all of them), and of a year.
CREATE TABLE annual_duty_quotas (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id      TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    special_committee TEXT COLLATE "C" NOT NULL,
    year              BIGINT           NOT NULL,
    item              TEXT COLLATE "C" NOT NULL,
    period            TEXT COLLATE "C" NOT NULL,
    minimum           BIGINT           NOT NULL CHECK (minimum >= 0),
    maximum           BIGINT           CHECK (maximum >= minimum),
    version           BIGINT           NOT NULL DEFAULT 1,
    is_generated      BOOLEAN          NOT NULL,
    UNIQUE (committee_id, year, item, special_committee)
);

CREATE INDEX annual_duty_quotas_by_year ON annual_duty_quotas (year, id);

-- The source may be another site's record.
CREATE TABLE duty_records (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    member_id    TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    item         TEXT COLLATE "C" NOT NULL,
    done_on      TEXT COLLATE "C" NOT NULL,
    title        TEXT COLLATE "C" NOT NULL,
    text         TEXT COLLATE "C",
    source_id    TEXT COLLATE "C",
    is_event     BOOLEAN          NOT NULL,
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL,
    CHECK (source_id IS NOT NULL OR NOT is_event)
);

CREATE INDEX duty_records_by_committee ON duty_records (committee_id);
CREATE INDEX duty_records_by_member ON duty_records (member_id, item, done_on);
CREATE INDEX duty_records_by_done_on ON duty_records (done_on DESC, id);
CREATE UNIQUE INDEX duty_records_by_source ON duty_records (member_id, source_id, item);

CREATE TABLE assessment_rules (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id      TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    special_committee TEXT COLLATE "C" NOT NULL,
    year              BIGINT           NOT NULL,
    period            TEXT COLLATE "C" NOT NULL,
    version           BIGINT           NOT NULL DEFAULT 1,
    is_generated      BOOLEAN          NOT NULL,
    UNIQUE (committee_id, year, special_committee)
);

CREATE INDEX assessment_rules_by_year ON assessment_rules (year, id);

CREATE TABLE assessment_items (
    rule_id TEXT COLLATE "C" NOT NULL REFERENCES assessment_rules (id),
    item    TEXT COLLATE "C" NOT NULL,
    points  DOUBLE PRECISION NOT NULL CHECK (points >= 0),
    most    DOUBLE PRECISION NOT NULL CHECK (most >= 0),
    PRIMARY KEY (rule_id, item)
);

CREATE TABLE duty_assessments (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    member_id    TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    rule_id      TEXT COLLATE "C" NOT NULL REFERENCES assessment_rules (id),
    period       TEXT COLLATE "C" NOT NULL,
    score        DOUBLE PRECISION NOT NULL CHECK (score BETWEEN 0 AND 100),
    status       TEXT COLLATE "C" NOT NULL,
    app_entry    TEXT COLLATE "C",
    entered_on   TEXT COLLATE "C",
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL,
    UNIQUE (member_id, period),
    CHECK ((status = 'ENTERED') = (app_entry IS NOT NULL)),
    CHECK ((status = 'ENTERED') = (entered_on IS NOT NULL))
);

CREATE INDEX duty_assessments_by_committee ON duty_assessments (committee_id, period);
CREATE INDEX duty_assessments_by_score ON duty_assessments (score, id);

-- A member is linked by one other at a time; whom a non-party member links are contacts.
CREATE TABLE party_links (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    tier          TEXT COLLATE "C" NOT NULL,
    from_id       TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    to_member_id  TEXT COLLATE "C" REFERENCES members (id),
    to_contact_id TEXT COLLATE "C" REFERENCES contacts (id),
    since         TEXT COLLATE "C" NOT NULL,
    until         TEXT COLLATE "C" CHECK (until >= since),
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL,
    CHECK ((to_member_id IS NULL) <> (to_contact_id IS NULL)),
    CHECK ((tier = 'NON_PARTY_TO_PUBLIC') = (to_contact_id IS NOT NULL))
);

CREATE INDEX party_links_by_committee ON party_links (committee_id);
CREATE INDEX party_links_by_from ON party_links (from_id);
CREATE INDEX party_links_by_since ON party_links (since, id);
CREATE UNIQUE INDEX party_links_of_member ON party_links (to_member_id) WHERE until IS NULL;

CREATE TABLE station_head_reports (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    platform_id  TEXT COLLATE "C" NOT NULL REFERENCES platforms (id),
    year         BIGINT           NOT NULL,
    head         TEXT COLLATE "C" NOT NULL,
    text         TEXT COLLATE "C" NOT NULL,
    status       TEXT COLLATE "C" NOT NULL,
    grade        TEXT COLLATE "C",
    submitted_on TEXT COLLATE "C" NOT NULL,
    graded_on    TEXT COLLATE "C",
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL,
    UNIQUE (platform_id, year),
    CHECK ((status = 'GRADED') = (grade IS NOT NULL)),
    CHECK ((status = 'GRADED') = (graded_on IS NOT NULL))
);

CREATE INDEX station_head_reports_by_committee ON station_head_reports (committee_id, year);
CREATE INDEX station_head_reports_by_submitted_on ON station_head_reports (submitted_on, id);

CREATE TABLE township_funds (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    locality_code TEXT COLLATE "C" NOT NULL REFERENCES localities (code),
    year          BIGINT           NOT NULL,
    grade         TEXT COLLATE "C" NOT NULL,
    amount_yuan   BIGINT           NOT NULL CHECK (amount_yuan >= 0),
    status        TEXT COLLATE "C" NOT NULL,
    assessed_on   TEXT COLLATE "C" NOT NULL,
    paid_on       TEXT COLLATE "C" CHECK (paid_on >= assessed_on),
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL,
    UNIQUE (locality_code, year),
    CHECK ((status = 'PAID') = (paid_on IS NOT NULL))
);

CREATE INDEX township_funds_by_committee ON township_funds (committee_id, year);
CREATE INDEX township_funds_by_amount_yuan ON township_funds (amount_yuan, id);

CREATE TABLE training_sessions (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    title        TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    status       TEXT COLLATE "C" NOT NULL,
    held_on      TEXT COLLATE "C" NOT NULL,
    participants BIGINT           CHECK (participants >= 0),
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL,
    CHECK ((status = 'REGISTERED') = (participants IS NOT NULL))
);

CREATE INDEX training_sessions_by_committee ON training_sessions (committee_id);
CREATE INDEX training_sessions_by_held_on ON training_sessions (held_on DESC, id);

CREATE TABLE reading_groups (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    name         TEXT COLLATE "C" NOT NULL,
    is_online    BOOLEAN          NOT NULL,
    parent_id    TEXT COLLATE "C" REFERENCES reading_groups (id),
    founded_on   TEXT COLLATE "C" NOT NULL,
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL
);

CREATE INDEX reading_groups_by_committee ON reading_groups (committee_id);
CREATE INDEX reading_groups_by_founded_on ON reading_groups (founded_on, id);

CREATE TABLE reading_activities (
    group_id     TEXT COLLATE "C" NOT NULL REFERENCES reading_groups (id),
    ordinal      BIGINT           NOT NULL CHECK (ordinal >= 0),
    held_on      TEXT COLLATE "C" NOT NULL,
    title        TEXT COLLATE "C" NOT NULL,
    participants BIGINT           NOT NULL CHECK (participants >= 0),
    PRIMARY KEY (group_id, ordinal)
);
