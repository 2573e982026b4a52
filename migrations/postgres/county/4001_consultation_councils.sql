-- A consultation council is a body; the platform is the place where it meets.

CREATE TABLE consultation_councils (
    platform_id        TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES platforms (id),
    name               TEXT COLLATE "C" NOT NULL,
    convener           TEXT COLLATE "C",
    fixed_member_count BIGINT           NOT NULL CHECK (fixed_member_count >= 0),
    has_room           BOOLEAN          NOT NULL,
    is_generated       BOOLEAN          NOT NULL
);
