-- Writes come in. `version` counts the writes of a record; what stood before has been written once.

ALTER TABLE topics ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE consultation_events ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE opinion_reports ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE opinion_reports ADD COLUMN text TEXT;

-- What was written, by whom, and under which idempotency key: written in the transaction of the
-- write itself, so that a key that stands here was served, and one that does not was not.
CREATE TABLE writes (
    seq             INTEGER NOT NULL PRIMARY KEY,
    at              TEXT    NOT NULL,
    subject         TEXT    NOT NULL,
    region          TEXT    NOT NULL,
    idempotency_key TEXT    NOT NULL,
    request_hash    TEXT    NOT NULL,
    mutation        TEXT    NOT NULL,
    record_id       TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    state           TEXT
) STRICT;

CREATE UNIQUE INDEX writes_by_key ON writes (subject, region, idempotency_key);
CREATE INDEX writes_by_record ON writes (record_id, seq);

-- Codes of members and platforms. A member or platform has at most one in use.
CREATE TABLE codes (
    id             TEXT    NOT NULL PRIMARY KEY,
    committee_id   TEXT    NOT NULL REFERENCES committees (id),
    member_id      TEXT    REFERENCES members (id),
    platform_id    TEXT    REFERENCES platforms (id),
    status         TEXT    NOT NULL,
    issued_on      TEXT    NOT NULL,
    revoked_on     TEXT,
    revoked_reason TEXT,
    version        INTEGER NOT NULL DEFAULT 1,
    is_generated   INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((member_id IS NULL) <> (platform_id IS NULL)),
    CHECK ((status = 'REVOKED') = (revoked_on IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX codes_in_use_of_member ON codes (member_id) WHERE status = 'ACTIVE';
CREATE UNIQUE INDEX codes_in_use_of_platform ON codes (platform_id) WHERE status = 'ACTIVE';

-- What the public brought up. A member may be another site's.
CREATE TABLE appeals (
    id                TEXT    NOT NULL PRIMARY KEY,
    committee_id      TEXT    NOT NULL REFERENCES committees (id),
    channel           TEXT    NOT NULL,
    code_id           TEXT    REFERENCES codes (id),
    member_id         TEXT,
    platform_id       TEXT    REFERENCES platforms (id),
    locality_code     TEXT    REFERENCES localities (code),
    text              TEXT    NOT NULL,
    speaker_name      TEXT,
    speaker_phone     TEXT,
    received_on       TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    handler           TEXT,
    result            TEXT,
    closed_on         TEXT,
    satisfaction      INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    topic_id          TEXT    REFERENCES topics (id),
    opinion_report_id TEXT    REFERENCES opinion_reports (id),
    version           INTEGER NOT NULL DEFAULT 1,
    is_generated      INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((channel = 'CODE') = (code_id IS NOT NULL))
) STRICT;

CREATE INDEX appeals_by_committee ON appeals (committee_id);
CREATE INDEX appeals_by_received_on ON appeals (received_on DESC, id);
CREATE INDEX appeals_by_locality ON appeals (locality_code, received_on);
CREATE INDEX appeals_by_topic ON appeals (topic_id);
CREATE INDEX appeals_by_opinion_report ON appeals (opinion_report_id);
