-- What a hit's score is computed of: titles and texts as they are searched, in small letters and
-- without signs. Each kind of record tells in which way it was indexed; none has been in this one.

ALTER TABLE search_documents ADD COLUMN title TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE search_documents ADD COLUMN text TEXT COLLATE "C" NOT NULL DEFAULT '';

CREATE INDEX search_documents_by_kind ON search_documents (kind);

CREATE TABLE search_kinds (
    kind    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT           NOT NULL
);
