-- How often each code was scanned on each day, and nothing of who scanned it.

CREATE TABLE code_scans (
    code_id    TEXT    NOT NULL REFERENCES codes (id),
    scanned_on TEXT    NOT NULL,
    scans      INTEGER NOT NULL CHECK (scans > 0),
    PRIMARY KEY (code_id, scanned_on)
) STRICT, WITHOUT ROWID;

CREATE INDEX code_scans_by_day ON code_scans (scanned_on, code_id, scans);
CREATE INDEX codes_tally ON codes (status, committee_id, member_id, platform_id);
CREATE INDEX appeals_by_code ON appeals (code_id, received_on) WHERE code_id IS NOT NULL;
CREATE INDEX appeals_at_codes ON appeals (channel, received_on, committee_id, locality_code, platform_id);
