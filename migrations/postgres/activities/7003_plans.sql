-- A tally reads its figures from these indexes alone, and no row; every order of every list walks an
-- index in both of its directions, in which ties stand by ascending id.

CREATE INDEX consultation_meetings_tally ON consultation_meetings (
    held_on, status, committee_id, host, topic_id, member_count, suggestion_count, adopted_count
);
CREATE INDEX sector_activities_tally ON sector_activities (
    held_on, status, committee_id, host, joint_committee_id, member_participations,
    public_participations, suggestion_count, adopted_count, problems_solved, id
);
CREATE INDEX activity_sectors_tally ON activity_sectors (activity_id, sector);
CREATE INDEX surveys_prepared_tally ON surveys (prepared_on, committee_id);
CREATE INDEX surveys_reported_tally ON surveys (
    reported_on, committee_id, adopted_on, referred_on, handled_on, aspect_count, suggestion_count
);

CREATE INDEX consultation_plans_by_year_descending ON consultation_plans (year DESC, id);
CREATE INDEX brands_by_name_descending ON brands (name DESC, id);
CREATE INDEX brands_by_name_ascending ON brands (name, id);
CREATE INDEX sector_activities_by_held_on_descending ON sector_activities (held_on DESC, id);
CREATE INDEX consultation_meetings_by_held_on_descending
    ON consultation_meetings (held_on DESC, id);
CREATE INDEX surveys_by_prepared_on_descending ON surveys (prepared_on DESC, id);
