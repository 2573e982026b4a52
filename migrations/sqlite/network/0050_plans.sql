-- The other figures of a tally are read from indexes too, and every order of every list walks one in
-- both of its directions, in which ties stand by ascending id.

CREATE INDEX members_tally_by_since ON members (
    since, until, status, committee_id, sector, person_id, duty_score, id
);
CREATE INDEX members_tally_by_person ON members (person_id, since, until, status, committee_id);
CREATE INDEX members_in_office ON members (
    status, committee_id, sector, special_committee, is_party_member, office, id
);
CREATE INDEX special_committee_seats_tally ON special_committee_seats (
    member_id, to_on, special_committee, ordinal, from_on
);
CREATE INDEX platforms_tally ON platforms (
    granted_on, withdrawn_on, committee_id, locality_code, is_compliant, id
);
-- In place of one by kind and platform.
DROP INDEX plaques_by_kind;
CREATE INDEX plaques_tally ON plaques (kind, platform_id, granted_on);
CREATE INDEX attendance_by_sector ON attendance (sector, event_id);
CREATE INDEX localities_of_kind ON localities (kind, region_code, code);

CREATE INDEX members_by_name_descending ON members (name DESC, id);
CREATE INDEX members_by_since_descending ON members (since DESC, id);
CREATE INDEX members_by_duty_score_descending ON members (duty_score DESC, id);
CREATE INDEX platforms_by_name_descending ON platforms (name DESC, id);
CREATE INDEX platforms_by_granted_on_descending ON platforms (granted_on DESC, id);
CREATE INDEX deployments_by_from_on_descending ON deployments (from_on DESC, id);
CREATE INDEX topics_by_collected_on_descending ON topics (collected_on DESC, id);
CREATE INDEX consultation_events_by_held_on_ascending ON consultation_events (held_on, id);
CREATE INDEX consultation_events_by_problems_solved_descending
    ON consultation_events (problems_solved DESC, id);
CREATE INDEX consultation_events_by_problems_solved_ascending ON consultation_events (problems_solved, id);
CREATE INDEX opinion_reports_by_written_on_ascending ON opinion_reports (written_on, id);
CREATE INDEX reported_figures_by_measure_descending ON reported_figures (measure DESC, id);
CREATE INDEX appeals_by_received_on_ascending ON appeals (received_on, id);
