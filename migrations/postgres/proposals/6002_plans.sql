-- A tally reads its figures from these indexes alone, and no row; every order of every list walks an
-- index in both of its directions, in which ties stand by ascending id.

CREATE INDEX proposals_tally ON proposals (
    submitted_on, status, committee_id, kind, sector, is_key, survey_id, source_appeal_id, id
);
CREATE INDEX proposal_units_tally ON proposal_units (proposal_id, unit, is_replied, due_on);
CREATE INDEX proposal_supervisions_tally ON proposal_supervisions (
    held_on, status, committee_id, kind, leader, has_sector_public, proposal_id
);

CREATE INDEX proposals_by_collected_on_descending ON proposals (collected_on DESC, id);
CREATE INDEX proposal_supervisions_by_held_on_descending
    ON proposal_supervisions (held_on DESC, id);
