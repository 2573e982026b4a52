-- A tally reads its figures from these indexes alone, and no row; every order of every list walks an
-- index in both of its directions, in which ties stand by ascending id.

CREATE INDEX contacts_tally ON contacts (
    registered_on, ended_on, regular_on, committee_id, locality_code
);
CREATE INDEX contacts_of_member_tally ON contacts (member_id, registered_on, ended_on);
CREATE INDEX contact_records_tally ON contact_records (
    held_on, mode, committee_id, persons, appeal_id
);
CREATE INDEX contact_records_with_problem ON contact_records (held_on, committee_id)
    WHERE problem IS NOT NULL;
CREATE INDEX contact_records_of_member_tally ON contact_records (member_id, held_on, persons);
CREATE INDEX duty_records_tally ON duty_records (done_on, committee_id);
CREATE INDEX duty_records_of_member_tally ON duty_records (member_id, done_on);
CREATE INDEX duty_assessments_tally ON duty_assessments (
    period, committee_id, score, member_id, status
);
CREATE INDEX annual_duty_quotas_tally ON annual_duty_quotas (
    committee_id, year, period, item, special_committee, minimum
);
CREATE INDEX assessment_rules_tally ON assessment_rules (
    committee_id, year, special_committee, period
);
CREATE INDEX party_links_tally ON party_links (until, committee_id);
CREATE INDEX party_links_to_member ON party_links (to_member_id, until);
CREATE INDEX platforms_station_tally ON platforms (withdrawn_on, committee_id, locality_code, id);
CREATE INDEX township_funds_tally ON township_funds (
    year, committee_id, locality_code, status, amount_yuan
);
CREATE INDEX training_sessions_tally ON training_sessions (
    held_on, status, committee_id, kind, participants
);
CREATE INDEX reading_groups_tally ON reading_groups (founded_on, committee_id, id);
CREATE INDEX reading_activities_tally ON reading_activities (group_id, held_on, participants);

CREATE INDEX leader_charges_by_from_on_descending ON leader_charges (from_on DESC, id);
CREATE INDEX annual_duty_quotas_by_year_descending ON annual_duty_quotas (year DESC, id);
CREATE INDEX duty_assessments_by_score_descending ON duty_assessments (score DESC, id);
CREATE INDEX duty_records_by_done_on_ascending ON duty_records (done_on, id);
CREATE INDEX assessment_rules_by_year_descending ON assessment_rules (year DESC, id);
CREATE INDEX township_funds_by_amount_yuan_descending ON township_funds (amount_yuan DESC, id);
CREATE INDEX station_head_reports_by_submitted_on_descending
    ON station_head_reports (submitted_on DESC, id);
CREATE INDEX contact_records_by_held_on_ascending ON contact_records (held_on, id);
CREATE INDEX contacts_by_registered_on_descending ON contacts (registered_on DESC, id);
CREATE INDEX contact_plans_by_year_descending ON contact_plans (year DESC, id);
CREATE INDEX party_links_by_since_descending ON party_links (since DESC, id);
CREATE INDEX reading_groups_by_founded_on_descending ON reading_groups (founded_on DESC, id);
CREATE INDEX training_sessions_by_held_on_ascending ON training_sessions (held_on, id);
