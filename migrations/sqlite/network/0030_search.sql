-- What full-text search looks through: tokens of titles and texts, and no text. A site that has
-- records already makes the index when it starts, since `search_state` then says nothing.

CREATE TABLE search_documents (
    number        INTEGER NOT NULL PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    kind          TEXT    NOT NULL,
    committee_id  TEXT    NOT NULL,
    locality_code TEXT
) STRICT;

CREATE VIRTUAL TABLE search_tokens USING fts5 (title, text, content = '', contentless_delete = 1);

CREATE TABLE search_state (
    version INTEGER NOT NULL
) STRICT;

INSERT INTO search_state (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM committees);
