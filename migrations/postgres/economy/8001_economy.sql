-- Contacts with enterprises, and industry assistance.

-- How many members a director leads: a norm of a committee and a year.
CREATE TABLE enterprise_contact_norms (
    committee_id             TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    year                     BIGINT           NOT NULL,
    members_per_director_min BIGINT           NOT NULL CHECK (members_per_director_min >= 0),
    members_per_director_max BIGINT           NOT NULL,
    version                  BIGINT           NOT NULL DEFAULT 1,
    is_generated             BOOLEAN          NOT NULL,
    PRIMARY KEY (committee_id, year),
    CHECK (members_per_director_max >= members_per_director_min)
);

-- An enterprise is named once in a year. The director leads the member who contacts it.
CREATE TABLE enterprise_contacts (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id      TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    year              BIGINT           NOT NULL CHECK (year BETWEEN 1949 AND 2200),
    director_id       TEXT COLLATE "C" NOT NULL,
    member_id         TEXT COLLATE "C" NOT NULL,
    enterprise        TEXT COLLATE "C" NOT NULL,
    enterprise_region TEXT COLLATE "C" NOT NULL,
    liaison           TEXT COLLATE "C",
    staff_count       BIGINT           NOT NULL CHECK (staff_count >= 0),
    persons_reached   BIGINT           NOT NULL CHECK (persons_reached >= 0),
    form_due_on       TEXT COLLATE "C",
    form_received_on  TEXT COLLATE "C",
    services          TEXT COLLATE "C",
    problem           TEXT COLLATE "C",
    result            TEXT COLLATE "C",
    status            TEXT COLLATE "C" NOT NULL,
    version           BIGINT           NOT NULL DEFAULT 1,
    is_generated      BOOLEAN          NOT NULL
);
CREATE UNIQUE INDEX enterprise_contacts_by_year ON enterprise_contacts (committee_id, year, enterprise);
CREATE INDEX enterprise_contacts_by_region ON enterprise_contacts (enterprise_region, year);
CREATE INDEX enterprise_contacts_by_director ON enterprise_contacts (committee_id, year, director_id);

CREATE TABLE enterprise_visits (
    contact_id TEXT COLLATE "C" NOT NULL REFERENCES enterprise_contacts (id),
    ordinal    BIGINT           NOT NULL CHECK (ordinal >= 0),
    visited_on TEXT COLLATE "C" NOT NULL,
    note       TEXT COLLATE "C",
    PRIMARY KEY (contact_id, ordinal)
);

-- What the city does with the list is the city's record, under the group's id with the city's code.
CREATE TABLE industry_assistance_groups (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    city_code     TEXT COLLATE "C" NOT NULL,
    industry      TEXT COLLATE "C" NOT NULL,
    leader_id     TEXT COLLATE "C",
    founded_on    TEXT COLLATE "C" NOT NULL,
    meeting_count BIGINT           NOT NULL CHECK (meeting_count >= 0),
    surveyed_on   TEXT COLLATE "C",
    report_title  TEXT COLLATE "C",
    reported_on   TEXT COLLATE "C",
    listed_on     TEXT COLLATE "C",
    status        TEXT COLLATE "C" NOT NULL,
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL
);
CREATE INDEX industry_assistance_groups_by_city ON industry_assistance_groups (city_code, id);

CREATE TABLE assistance_group_members (
    group_id  TEXT COLLATE "C" NOT NULL REFERENCES industry_assistance_groups (id),
    ordinal   BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id TEXT COLLATE "C" NOT NULL,
    level     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (group_id, ordinal)
);

CREATE TABLE assistance_items (
    group_id TEXT COLLATE "C" NOT NULL REFERENCES industry_assistance_groups (id),
    ordinal  BIGINT           NOT NULL CHECK (ordinal >= 0),
    text     TEXT COLLATE "C" NOT NULL,
    unit     TEXT COLLATE "C",
    PRIMARY KEY (group_id, ordinal)
);
