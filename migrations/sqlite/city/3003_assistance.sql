-- What the city does for industry assistance.

-- What a city did with the list of a group that the province leads: its id is the group's with the
-- city's code, so either is found from the other and neither writes the other's record.
CREATE TABLE city_assistances (
    id           TEXT    NOT NULL PRIMARY KEY,
    committee_id TEXT    NOT NULL REFERENCES committees (id),
    updated_on   TEXT    NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1,
    is_generated INTEGER NOT NULL CHECK (is_generated IN (0, 1))
) STRICT;

CREATE TABLE assistance_progress (
    assistance_id TEXT    NOT NULL REFERENCES city_assistances (id),
    ordinal       INTEGER NOT NULL CHECK (ordinal >= 0),
    state         TEXT    NOT NULL,
    note          TEXT,
    updated_on    TEXT    NOT NULL,
    done_on       TEXT,
    PRIMARY KEY (assistance_id, ordinal),
    CHECK ((state = 'DONE') = (done_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
