-- Consultation plans and meetings, sector activities, surveys, and brands.

-- A plan is a committee's, or of one of its rooms.
CREATE TABLE consultation_plans (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    year         INTEGER NOT NULL CHECK (year BETWEEN 1949 AND 2200),
    title        TEXT    NOT NULL,
    is_key       INTEGER NOT NULL CHECK (is_key IN (0, 1)),
    platform_id  TEXT    REFERENCES platforms (id),
    status       TEXT    NOT NULL,
    published_on TEXT,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;
CREATE INDEX consultation_plans_by_year ON consultation_plans (year, id);
CREATE INDEX consultation_plans_by_committee ON consultation_plans (committee_id, year);

CREATE TABLE plan_topics (
    plan_id  TEXT    NOT NULL REFERENCES consultation_plans (id),
    ordinal  INTEGER NOT NULL CHECK (ordinal >= 0),
    title    TEXT    NOT NULL,
    form     TEXT    NOT NULL,
    host     TEXT,
    topic_id TEXT,
    PRIMARY KEY (plan_id, ordinal)
) STRICT, WITHOUT ROWID;

-- `member_count` counts the members invited, who need not all be named among the speakers.
CREATE TABLE consultation_meetings (
    id               TEXT    NOT NULL PRIMARY KEY,
    committee_id     TEXT    NOT NULL REFERENCES committees (id),
    series           TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    host             TEXT    NOT NULL,
    plan_id          TEXT    REFERENCES consultation_plans (id),
    topic_id         TEXT,
    held_on          TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    member_count     INTEGER NOT NULL CHECK (member_count >= 0),
    suggestion_count INTEGER NOT NULL CHECK (suggestion_count >= 0),
    adopted_count    INTEGER NOT NULL CHECK (adopted_count >= 0),
    version          INTEGER NOT NULL DEFAULT 1,
    is_generated     INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (adopted_count <= suggestion_count)
) STRICT;
CREATE INDEX consultation_meetings_by_held_on ON consultation_meetings (held_on, id);
CREATE INDEX consultation_meetings_by_topic ON consultation_meetings (topic_id);

CREATE TABLE meeting_speakers (
    meeting_id TEXT    NOT NULL REFERENCES consultation_meetings (id),
    ordinal    INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id  TEXT,
    sector     TEXT,
    body       TEXT,
    is_public  INTEGER NOT NULL CHECK (is_public IN (0, 1)),
    PRIMARY KEY (meeting_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_suggestions (
    meeting_id TEXT    NOT NULL REFERENCES consultation_meetings (id),
    ordinal    INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id  TEXT,
    text       TEXT    NOT NULL,
    is_adopted INTEGER NOT NULL CHECK (is_adopted IN (0, 1)),
    adopted_in TEXT,
    PRIMARY KEY (meeting_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Members and public count in person-times.
CREATE TABLE sector_activities (
    id                    TEXT    NOT NULL PRIMARY KEY,
    committee_id          TEXT    NOT NULL REFERENCES committees (id),
    theme                 TEXT    NOT NULL,
    kind                  TEXT    NOT NULL,
    scope                 TEXT    NOT NULL,
    host                  TEXT,
    joint_committee_id    TEXT,
    platform_id           TEXT    REFERENCES platforms (id),
    place                 TEXT,
    held_on               TEXT    NOT NULL,
    status                TEXT    NOT NULL,
    member_participations INTEGER NOT NULL CHECK (member_participations >= 0),
    public_participations INTEGER NOT NULL CHECK (public_participations >= 0),
    suggestion_count      INTEGER NOT NULL CHECK (suggestion_count >= 0),
    adopted_count         INTEGER NOT NULL CHECK (adopted_count >= 0),
    problems_solved       INTEGER NOT NULL CHECK (problems_solved >= 0),
    opinion_report_id     TEXT,
    version               INTEGER NOT NULL DEFAULT 1,
    is_generated          INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (adopted_count <= suggestion_count)
) STRICT;
CREATE INDEX sector_activities_by_held_on ON sector_activities (held_on, id);

CREATE TABLE activity_sectors (
    activity_id TEXT    NOT NULL REFERENCES sector_activities (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    sector      TEXT    NOT NULL,
    PRIMARY KEY (activity_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Each step of a survey keeps its day.
CREATE TABLE surveys (
    id               TEXT    NOT NULL PRIMARY KEY,
    committee_id     TEXT    NOT NULL REFERENCES committees (id),
    kind             TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    host             TEXT,
    methods          TEXT,
    topic_id         TEXT,
    status           TEXT    NOT NULL,
    prepared_on      TEXT    NOT NULL,
    surveyed_on      TEXT,
    reported_on      TEXT,
    report_title     TEXT,
    aspect_count     INTEGER NOT NULL CHECK (aspect_count >= 0),
    suggestion_count INTEGER NOT NULL CHECK (suggestion_count >= 0),
    adopted_on       TEXT,
    referred_on      TEXT,
    unit             TEXT,
    handled_on       TEXT,
    handling         TEXT,
    heard_on         TEXT,
    followed_up_on   TEXT,
    finding          TEXT,
    version          INTEGER NOT NULL DEFAULT 1,
    is_generated     INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;
CREATE INDEX surveys_by_prepared_on ON surveys (prepared_on, id);
CREATE INDEX surveys_by_reported_on ON surveys (reported_on);

CREATE TABLE survey_members (
    survey_id TEXT    NOT NULL REFERENCES surveys (id),
    ordinal   INTEGER NOT NULL CHECK (ordinal >= 0),
    member_id TEXT    NOT NULL,
    PRIMARY KEY (survey_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Events name their brand by its name, so a committee has each name once.
CREATE TABLE brands (
    id            TEXT    NOT NULL PRIMARY KEY,
    committee_id  TEXT    NOT NULL REFERENCES committees (id),
    name          TEXT    NOT NULL,
    locality_code TEXT    REFERENCES localities (code),
    parent_id     TEXT    REFERENCES brands (id),
    status        TEXT    NOT NULL,
    named_on      TEXT,
    version       INTEGER NOT NULL DEFAULT 1,
    is_generated  INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX brands_by_name ON brands (committee_id, name);
CREATE INDEX brands_by_parent ON brands (parent_id, name);
