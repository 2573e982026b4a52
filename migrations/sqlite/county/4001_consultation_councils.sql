-- A consultation council is a body; the platform is the place where it meets.

CREATE TABLE consultation_councils (
    platform_id        TEXT    NOT NULL PRIMARY KEY REFERENCES platforms (id),
    name               TEXT    NOT NULL,
    convener           TEXT,
    fixed_member_count INTEGER NOT NULL CHECK (fixed_member_count >= 0),
    has_room           INTEGER NOT NULL CHECK (has_room IN (0, 1)),
    is_generated       INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;
