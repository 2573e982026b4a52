-- Consultation plans and meetings, sector activities, surveys, and brands.

-- A plan is a committee's, or of one of its rooms.
CREATE TABLE consultation_plans (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    year         BIGINT           NOT NULL CHECK (year BETWEEN 1949 AND 2200),
    title        TEXT COLLATE "C" NOT NULL,
    is_key       BOOLEAN          NOT NULL,
    platform_id  TEXT COLLATE "C" REFERENCES platforms (id),
    status       TEXT COLLATE "C" NOT NULL,
    published_on TEXT COLLATE "C",
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL
);
CREATE INDEX consultation_plans_by_year ON consultation_plans (year, id);
CREATE INDEX consultation_plans_by_committee ON consultation_plans (committee_id, year);

CREATE TABLE plan_topics (
    plan_id  TEXT COLLATE "C" NOT NULL REFERENCES consultation_plans (id),
    ordinal  BIGINT           NOT NULL CHECK (ordinal >= 0),
    title    TEXT COLLATE "C" NOT NULL,
    form     TEXT COLLATE "C" NOT NULL,
    host     TEXT COLLATE "C",
    topic_id TEXT COLLATE "C",
    PRIMARY KEY (plan_id, ordinal)
);

-- `member_count` counts the members invited, who need not all be named among the speakers.
CREATE TABLE consultation_meetings (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id     TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    series           TEXT COLLATE "C" NOT NULL,
    title            TEXT COLLATE "C" NOT NULL,
    host             TEXT COLLATE "C" NOT NULL,
    plan_id          TEXT COLLATE "C" REFERENCES consultation_plans (id),
    topic_id         TEXT COLLATE "C",
    held_on          TEXT COLLATE "C" NOT NULL,
    status           TEXT COLLATE "C" NOT NULL,
    member_count     BIGINT           NOT NULL CHECK (member_count >= 0),
    suggestion_count BIGINT           NOT NULL CHECK (suggestion_count >= 0),
    adopted_count    BIGINT           NOT NULL CHECK (adopted_count >= 0),
    version          BIGINT           NOT NULL DEFAULT 1,
    is_generated     BOOLEAN          NOT NULL,
    CHECK (adopted_count <= suggestion_count)
);
CREATE INDEX consultation_meetings_by_held_on ON consultation_meetings (held_on, id);
CREATE INDEX consultation_meetings_by_topic ON consultation_meetings (topic_id);

CREATE TABLE meeting_speakers (
    meeting_id TEXT COLLATE "C" NOT NULL REFERENCES consultation_meetings (id),
    ordinal    BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id  TEXT COLLATE "C",
    sector     TEXT COLLATE "C",
    body       TEXT COLLATE "C",
    is_public  BOOLEAN          NOT NULL,
    PRIMARY KEY (meeting_id, ordinal)
);

CREATE TABLE meeting_suggestions (
    meeting_id TEXT COLLATE "C" NOT NULL REFERENCES consultation_meetings (id),
    ordinal    BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id  TEXT COLLATE "C",
    text       TEXT COLLATE "C" NOT NULL,
    is_adopted BOOLEAN          NOT NULL,
    adopted_in TEXT COLLATE "C",
    PRIMARY KEY (meeting_id, ordinal)
);

-- Members and public count in person-times.
CREATE TABLE sector_activities (
    id                    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id          TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    theme                 TEXT COLLATE "C" NOT NULL,
    kind                  TEXT COLLATE "C" NOT NULL,
    scope                 TEXT COLLATE "C" NOT NULL,
    host                  TEXT COLLATE "C",
    joint_committee_id    TEXT COLLATE "C",
    platform_id           TEXT COLLATE "C" REFERENCES platforms (id),
    place                 TEXT COLLATE "C",
    held_on               TEXT COLLATE "C" NOT NULL,
    status                TEXT COLLATE "C" NOT NULL,
    member_participations BIGINT           NOT NULL CHECK (member_participations >= 0),
    public_participations BIGINT           NOT NULL CHECK (public_participations >= 0),
    suggestion_count      BIGINT           NOT NULL CHECK (suggestion_count >= 0),
    adopted_count         BIGINT           NOT NULL CHECK (adopted_count >= 0),
    problems_solved       BIGINT           NOT NULL CHECK (problems_solved >= 0),
    opinion_report_id     TEXT COLLATE "C",
    version               BIGINT           NOT NULL DEFAULT 1,
    is_generated          BOOLEAN          NOT NULL,
    CHECK (adopted_count <= suggestion_count)
);
CREATE INDEX sector_activities_by_held_on ON sector_activities (held_on, id);

CREATE TABLE activity_sectors (
    activity_id TEXT COLLATE "C" NOT NULL REFERENCES sector_activities (id),
    ordinal     BIGINT           NOT NULL CHECK (ordinal >= 0),
    sector      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (activity_id, ordinal)
);

-- Each step of a survey keeps its day.
CREATE TABLE surveys (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id     TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    kind             TEXT COLLATE "C" NOT NULL,
    title            TEXT COLLATE "C" NOT NULL,
    host             TEXT COLLATE "C",
    methods          TEXT COLLATE "C",
    topic_id         TEXT COLLATE "C",
    status           TEXT COLLATE "C" NOT NULL,
    prepared_on      TEXT COLLATE "C" NOT NULL,
    surveyed_on      TEXT COLLATE "C",
    reported_on      TEXT COLLATE "C",
    report_title     TEXT COLLATE "C",
    aspect_count     BIGINT           NOT NULL CHECK (aspect_count >= 0),
    suggestion_count BIGINT           NOT NULL CHECK (suggestion_count >= 0),
    adopted_on       TEXT COLLATE "C",
    referred_on      TEXT COLLATE "C",
    unit             TEXT COLLATE "C",
    handled_on       TEXT COLLATE "C",
    handling         TEXT COLLATE "C",
    heard_on         TEXT COLLATE "C",
    followed_up_on   TEXT COLLATE "C",
    finding          TEXT COLLATE "C",
    version          BIGINT           NOT NULL DEFAULT 1,
    is_generated     BOOLEAN          NOT NULL
);
CREATE INDEX surveys_by_prepared_on ON surveys (prepared_on, id);
CREATE INDEX surveys_by_reported_on ON surveys (reported_on);

CREATE TABLE survey_members (
    survey_id TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    ordinal   BIGINT           NOT NULL CHECK (ordinal >= 0),
    member_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (survey_id, ordinal)
);

-- Events name their brand by its name, so a committee has each name once.
CREATE TABLE brands (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id  TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    name          TEXT COLLATE "C" NOT NULL,
    locality_code TEXT COLLATE "C" REFERENCES localities (code),
    parent_id     TEXT COLLATE "C" REFERENCES brands (id),
    status        TEXT COLLATE "C" NOT NULL,
    named_on      TEXT COLLATE "C",
    version       BIGINT           NOT NULL DEFAULT 1,
    is_generated  BOOLEAN          NOT NULL
);
CREATE UNIQUE INDEX brands_by_name ON brands (committee_id, name);
CREATE INDEX brands_by_parent ON brands (parent_id, name);
