-- Expert teams and functional party branches. A member is in a group once at a time.

CREATE TABLE member_groups (
    id                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id      TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    kind              TEXT COLLATE "C" NOT NULL,
    name              TEXT COLLATE "C" NOT NULL,
    special_committee TEXT COLLATE "C",
    leader_id         TEXT COLLATE "C" REFERENCES members (id),
    status            TEXT COLLATE "C" NOT NULL,
    founded_on        TEXT COLLATE "C" NOT NULL,
    disbanded_on      TEXT COLLATE "C" CHECK (disbanded_on >= founded_on),
    reason            TEXT COLLATE "C",
    version           BIGINT NOT NULL DEFAULT 1,
    is_generated      BOOLEAN NOT NULL,
    CHECK ((status = 'DISBANDED') = (disbanded_on IS NOT NULL))
);

CREATE UNIQUE INDEX member_groups_by_name ON member_groups (committee_id, name)
    WHERE status = 'FOUNDED';
CREATE INDEX member_groups_by_leader ON member_groups (leader_id);
CREATE INDEX member_groups_by_founded_on ON member_groups (founded_on, id);
CREATE INDEX member_groups_by_founded_on_descending ON member_groups (founded_on DESC, id);
CREATE INDEX member_groups_tally ON member_groups (status, kind, committee_id, id);

CREATE TABLE group_memberships (
    group_id  TEXT COLLATE "C" NOT NULL REFERENCES member_groups (id),
    ordinal   BIGINT NOT NULL CHECK (ordinal >= 0),
    member_id TEXT COLLATE "C" NOT NULL REFERENCES members (id),
    from_on   TEXT COLLATE "C" NOT NULL,
    to_on     TEXT COLLATE "C" CHECK (to_on >= from_on),
    PRIMARY KEY (group_id, ordinal)
);

CREATE UNIQUE INDEX group_memberships_lasting ON group_memberships (member_id, group_id)
    WHERE to_on IS NULL;
CREATE INDEX group_memberships_tally ON group_memberships (group_id, to_on, member_id);
