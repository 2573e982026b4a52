-- Proposals and their supervision.

-- A number is unique within a session of a term. Appeals, topics, surveys and members may be
-- another site's.
CREATE TABLE proposals (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id     TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    term_no          BIGINT           NOT NULL CHECK (term_no > 0),
    session_no       BIGINT           NOT NULL CHECK (session_no > 0),
    serial_no        BIGINT           CHECK (serial_no > 0),
    kind             TEXT COLLATE "C" NOT NULL,
    title            TEXT COLLATE "C" NOT NULL,
    text             TEXT COLLATE "C",
    sector           TEXT COLLATE "C",
    is_key           BOOLEAN          NOT NULL,
    survey_id        TEXT COLLATE "C",
    source_appeal_id TEXT COLLATE "C",
    source_topic_id  TEXT COLLATE "C",
    status           TEXT COLLATE "C" NOT NULL,
    collected_on     TEXT COLLATE "C" NOT NULL,
    submitted_on     TEXT COLLATE "C",
    outcome          TEXT COLLATE "C",
    version          BIGINT           NOT NULL DEFAULT 1,
    is_generated     BOOLEAN          NOT NULL,
    CHECK ((kind = 'SECTOR') = (sector IS NOT NULL))
);
CREATE UNIQUE INDEX proposals_by_serial ON proposals (committee_id, term_no, session_no, serial_no);
CREATE INDEX proposals_by_submitted_on ON proposals (submitted_on, id);
CREATE INDEX proposals_by_collected_on ON proposals (collected_on, id);

CREATE TABLE proposers (
    proposal_id TEXT COLLATE "C" NOT NULL REFERENCES proposals (id),
    ordinal     BIGINT           NOT NULL CHECK (ordinal >= 0),
    kind        TEXT COLLATE "C" NOT NULL,
    member_id   TEXT COLLATE "C",
    name        TEXT COLLATE "C",
    PRIMARY KEY (proposal_id, ordinal)
);

CREATE TABLE proposal_units (
    proposal_id TEXT COLLATE "C" NOT NULL REFERENCES proposals (id),
    ordinal     BIGINT           NOT NULL CHECK (ordinal >= 0),
    unit        TEXT COLLATE "C" NOT NULL,
    is_lead     BOOLEAN          NOT NULL,
    due_on      TEXT COLLATE "C",
    is_replied  BOOLEAN          NOT NULL,
    replied_on  TEXT COLLATE "C",
    reply       TEXT COLLATE "C",
    PRIMARY KEY (proposal_id, ordinal)
);

-- A supervision belongs to the committee of its proposal.
CREATE TABLE proposal_supervisions (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id      TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    proposal_id       TEXT COLLATE "C" NOT NULL REFERENCES proposals (id),
    kind              TEXT COLLATE "C" NOT NULL,
    leader            TEXT COLLATE "C",
    leader_office     TEXT COLLATE "C",
    held_on           TEXT COLLATE "C" NOT NULL,
    status            TEXT COLLATE "C" NOT NULL,
    has_sector_public BOOLEAN          NOT NULL,
    member_count      BIGINT           CHECK (member_count >= 0),
    public_count      BIGINT           CHECK (public_count >= 0),
    demand            TEXT COLLATE "C",
    result            TEXT COLLATE "C",
    followed_up_on    TEXT COLLATE "C",
    finding           TEXT COLLATE "C",
    version           BIGINT           NOT NULL DEFAULT 1,
    is_generated      BOOLEAN          NOT NULL,
    CHECK (has_sector_public OR public_count IS NULL OR public_count = 0)
);
CREATE INDEX proposal_supervisions_by_proposal ON proposal_supervisions (proposal_id, held_on, id);
CREATE INDEX proposal_supervisions_by_held_on ON proposal_supervisions (held_on, id);
