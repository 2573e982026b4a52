-- Who is put forward for a seat. Only one that came to a seat names it.

CREATE TABLE seat_nominations (
    id               TEXT    NOT NULL PRIMARY KEY,
    committee_id     TEXT    NOT NULL REFERENCES committees (id),
    person_id        TEXT,
    name             TEXT    NOT NULL,
    sector           TEXT    NOT NULL,
    is_party_member  INTEGER NOT NULL CHECK (is_party_member IN (0, 1)),
    employer         TEXT,
    residence_region TEXT,
    nominated_by     TEXT    NOT NULL,
    nominated_on     TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    decided_on       TEXT CHECK (decided_on >= nominated_on),
    reason           TEXT,
    member_id        TEXT REFERENCES members (id),
    version          INTEGER NOT NULL DEFAULT 1,
    is_generated     INTEGER NOT NULL CHECK (is_generated IN (0, 1)),
    CHECK ((status = 'NOMINATED') = (decided_on IS NULL)),
    CHECK ((status = 'SEATED') = (member_id IS NOT NULL))
) STRICT;

CREATE INDEX seat_nominations_by_committee ON seat_nominations (committee_id);
CREATE INDEX seat_nominations_by_nominated_on ON seat_nominations (nominated_on, id);
CREATE INDEX seat_nominations_by_nominated_on_descending ON seat_nominations (nominated_on DESC, id);
