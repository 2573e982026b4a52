-- What the city does for industry assistance.

-- What a city did with the list of a group that the province leads: its id is the group's with the
-- city's code, so either is found from the other and neither writes the other's record.
CREATE TABLE city_assistances (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committees (id),
    updated_on   TEXT COLLATE "C" NOT NULL,
    version      BIGINT           NOT NULL DEFAULT 1,
    is_generated BOOLEAN          NOT NULL
);

CREATE TABLE assistance_progress (
    assistance_id TEXT COLLATE "C" NOT NULL REFERENCES city_assistances (id),
    ordinal       BIGINT           NOT NULL CHECK (ordinal >= 0),
    state         TEXT COLLATE "C" NOT NULL,
    note          TEXT COLLATE "C",
    updated_on    TEXT COLLATE "C" NOT NULL,
    done_on       TEXT COLLATE "C",
    PRIMARY KEY (assistance_id, ordinal),
    CHECK ((state = 'DONE') = (done_on IS NOT NULL))
);
