-- Proposals and their supervision.

-- A number is unique within a session of a term. Appeals, topics, surveys and members may be
-- another site's.
CREATE TABLE proposals (
    id               TEXT    NOT NULL PRIMARY KEY,
    committee_id     TEXT    NOT NULL REFERENCES committees (id),
    term_no          INTEGER NOT NULL CHECK (term_no > 0),
    session_no       INTEGER NOT NULL CHECK (session_no > 0),
    serial_no        INTEGER CHECK (serial_no > 0),
    kind             TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    text             TEXT,
    sector           TEXT,
    is_key           INTEGER NOT NULL CHECK (is_key IN (0, 1)),
    survey_id        TEXT,
    source_appeal_id TEXT,
    source_topic_id  TEXT,
    status           TEXT    NOT NULL,
    collected_on     TEXT    NOT NULL,
    submitted_on     TEXT,
    outcome          TEXT,
    version          INTEGER NOT NULL DEFAULT 1,
    is_generated     INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((kind = 'SECTOR') = (sector IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX proposals_by_serial ON proposals (committee_id, term_no, session_no, serial_no);
CREATE INDEX proposals_by_submitted_on ON proposals (submitted_on, id);
CREATE INDEX proposals_by_collected_on ON proposals (collected_on, id);

CREATE TABLE proposers (
    proposal_id TEXT    NOT NULL REFERENCES proposals (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    kind        TEXT    NOT NULL,
    member_id   TEXT,
    name        TEXT,
    PRIMARY KEY (proposal_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal_units (
    proposal_id TEXT    NOT NULL REFERENCES proposals (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    unit        TEXT    NOT NULL,
    is_lead     INTEGER NOT NULL CHECK (is_lead IN (0, 1)),
    due_on      TEXT,
    is_replied  INTEGER NOT NULL CHECK (is_replied IN (0, 1)),
    replied_on  TEXT,
    reply       TEXT,
    PRIMARY KEY (proposal_id, ordinal)
) STRICT, WITHOUT ROWID;

-- A supervision belongs to the committee of its proposal.
CREATE TABLE proposal_supervisions (
    id                TEXT    NOT NULL PRIMARY KEY,
    committee_id      TEXT    NOT NULL REFERENCES committees (id),
    proposal_id       TEXT    NOT NULL REFERENCES proposals (id),
    kind              TEXT    NOT NULL,
    leader            TEXT,
    leader_office     TEXT,
    held_on           TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    has_sector_public INTEGER NOT NULL CHECK (has_sector_public IN (0, 1)),
    member_count      INTEGER CHECK (member_count >= 0),
    public_count      INTEGER CHECK (public_count >= 0),
    demand            TEXT,
    result            TEXT,
    followed_up_on    TEXT,
    finding           TEXT,
    version           INTEGER NOT NULL DEFAULT 1,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK (has_sector_public OR public_count IS NULL OR public_count = 0)
) STRICT;
CREATE INDEX proposal_supervisions_by_proposal ON proposal_supervisions (proposal_id, held_on, id);
CREATE INDEX proposal_supervisions_by_held_on ON proposal_supervisions (held_on, id);
