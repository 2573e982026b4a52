-- Votes for topics, and leaders who nominated them: added to the topics of the site.

CREATE TABLE topic_support (
    topic_id TEXT    NOT NULL PRIMARY KEY REFERENCES topics (id),
    votes    INTEGER CHECK (votes >= 0),
    version  INTEGER NOT NULL
) STRICT;

CREATE TABLE topic_nominations (
    topic_id      TEXT    NOT NULL REFERENCES topic_support (topic_id),
    ordinal       INTEGER NOT NULL CHECK (ordinal >= 0),
    leader_office TEXT    NOT NULL,
    given_on      TEXT    NOT NULL,
    note          TEXT,
    PRIMARY KEY (topic_id, ordinal)
) STRICT, WITHOUT ROWID;
