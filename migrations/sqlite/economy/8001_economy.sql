-- Contacts with enterprises, and industry assistance.

-- How many members a director leads: a norm of a committee and a year.
CREATE TABLE enterprise_contact_norms (
    committee_id             TEXT    NOT NULL REFERENCES committees (id),
    year                     INTEGER NOT NULL,
    members_per_director_min INTEGER NOT NULL CHECK (members_per_director_min >= 0),
    members_per_director_max INTEGER NOT NULL,
    version                  INTEGER NOT NULL DEFAULT 1,
    is_generated             INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    PRIMARY KEY (committee_id, year),
    CHECK (members_per_director_max >= members_per_director_min)
) STRICT, WITHOUT ROWID;

-- An enterprise is named once in a year. The director leads the member who contacts it.
CREATE TABLE enterprise_contacts (
    id                TEXT    NOT NULL PRIMARY KEY,
    committee_id      TEXT    NOT NULL REFERENCES committees (id),
    year              INTEGER NOT NULL CHECK (year BETWEEN 1949 AND 2200),
    director_id       TEXT    NOT NULL,
    member_id         TEXT    NOT NULL,
    enterprise        TEXT    NOT NULL,
    enterprise_region TEXT    NOT NULL,
    liaison           TEXT,
    staff_count       INTEGER NOT NULL CHECK (staff_count >= 0),
    persons_reached   INTEGER NOT NULL CHECK (persons_reached >= 0),
    form_due_on       TEXT,
    form_received_on  TEXT,
    services          TEXT,
    problem           TEXT,
    result            TEXT,
    status            TEXT    NOT NULL,
    version           INTEGER NOT NULL DEFAULT 1,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX enterprise_contacts_by_year ON enterprise_contacts (committee_id, year, enterprise);
CREATE INDEX enterprise_contacts_by_region ON enterprise_contacts (enterprise_region, year);
CREATE INDEX enterprise_contacts_by_director ON enterprise_contacts (committee_id, year, director_id);

CREATE TABLE enterprise_visits (
    contact_id TEXT    NOT NULL REFERENCES enterprise_contacts (id),
    ordinal    INTEGER NOT NULL CHECK (ordinal >= 0),
    visited_on TEXT    NOT NULL,
    note       TEXT,
    PRIMARY KEY (contact_id, ordinal)
) STRICT, WITHOUT ROWID;

-- What the city does with the list is the city's record, under the group's id with the city's code.
CREATE TABLE industry_assistance_groups (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    city_code     TEXT    NOT NULL,
    industry      TEXT    NOT NULL,
    leader_id     TEXT,
    founded_on    TEXT    NOT NULL,
    meeting_count INTEGER NOT NULL CHECK (meeting_count >= 0),
    surveyed_on   TEXT,
    report_title  TEXT,
    reported_on   TEXT,
    listed_on     TEXT,
    status        TEXT    NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;
CREATE INDEX industry_assistance_groups_by_city ON industry_assistance_groups (city_code, id);

CREATE TABLE assistance_group_members (
    group_id  TEXT    NOT NULL REFERENCES industry_assistance_groups (id),
    ordinal   INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id TEXT    NOT NULL,
    level     TEXT    NOT NULL,
    PRIMARY KEY (group_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE assistance_items (
    group_id TEXT    NOT NULL REFERENCES industry_assistance_groups (id),
    ordinal  INTEGER NOT NULL CHECK (ordinal >= 0),
    text     TEXT    NOT NULL,
    unit     TEXT,
    PRIMARY KEY (group_id, ordinal)
) STRICT, WITHOUT ROWID;
