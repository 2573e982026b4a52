-- Who is put forward for a seat. Only one that came to a seat names it.

CREATE TABLE seat_nominations (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id     TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    person_id        TEXT COLLATE "C",
    name             TEXT COLLATE "C" NOT NULL,
    sector           TEXT COLLATE "C" NOT NULL,
    is_party_member  BOOLEAN NOT NULL,
    employer         TEXT COLLATE "C",
    residence_region TEXT COLLATE "C",
    nominated_by     TEXT COLLATE "C" NOT NULL,
    nominated_on     TEXT COLLATE "C" NOT NULL,
    status           TEXT COLLATE "C" NOT NULL,
    decided_on       TEXT COLLATE "C" CHECK (decided_on >= nominated_on),
    reason           TEXT COLLATE "C",
    member_id        TEXT COLLATE "C" REFERENCES members (id),
    version          BIGINT NOT NULL DEFAULT 1,
    is_generated     BOOLEAN NOT NULL,
    CHECK ((status = 'NOMINATED') = (decided_on IS NULL)),
    CHECK ((status = 'SEATED') = (member_id IS NOT NULL))
);

CREATE INDEX seat_nominations_by_committee ON seat_nominations (committee_id);
CREATE INDEX seat_nominations_by_nominated_on ON seat_nominations (nominated_on, id);
CREATE INDEX seat_nominations_by_nominated_on_descending ON seat_nominations (nominated_on DESC, id);
