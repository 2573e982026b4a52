-- A tally reads its figures from these indexes alone, and no row.

CREATE INDEX consultation_events_tally ON consultation_events (
    held_on, status, kind, committee_id, locality_code, member_count, resident_count,
    suggestion_count, problems_found, problems_solved, id
);
CREATE INDEX members_tally ON members (status, since, until, committee_id, sector, person_id, duty_score);
CREATE INDEX topics_tally ON topics (collected_on, committee_id, locality_code, source, status);
CREATE INDEX deployments_tally ON deployments (from_on, to_on, committee_id, locality_code);
CREATE INDEX opinion_reports_tally ON opinion_reports (written_on, committee_id, source_event_id);
CREATE INDEX appeals_tally ON appeals (received_on, committee_id, locality_code);
