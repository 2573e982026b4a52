-- Votes for topics, and leaders who nominated them: added to the topics of the site.

CREATE TABLE topic_support (
    topic_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES topics (id),
    votes    BIGINT           CHECK (votes >= 0),
    version  BIGINT           NOT NULL
);

CREATE TABLE topic_nominations (
    topic_id      TEXT COLLATE "C" NOT NULL REFERENCES topic_support (topic_id),
    ordinal       BIGINT           NOT NULL CHECK (ordinal >= 0),
    leader_office TEXT COLLATE "C" NOT NULL,
    given_on      TEXT COLLATE "C" NOT NULL,
    note          TEXT COLLATE "C",
    PRIMARY KEY (topic_id, ordinal)
);
