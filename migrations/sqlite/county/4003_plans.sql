-- A tally reads its figures from these indexes alone, and no row; every order of every list walks an
-- index in both of its directions, in which ties stand by ascending id.

CREATE INDEX mediation_cases_tally ON mediation_cases (
    opened_on, committee_id, kind, status, minutes_open
);
CREATE INDEX friday_matters_spoken_tally ON friday_matters (
    spoken_on, committee_id, locality_code, status, difficulty, handled_on, rating
);
CREATE INDEX friday_matters_discussed_tally ON friday_matters (
    discussed_on, locality_code, committee_id
);
CREATE INDEX consultation_councils_tally ON consultation_councils (platform_id, has_room);
CREATE INDEX deployments_of_platform_now ON deployments (platform_id, to_on);

CREATE INDEX mediation_cases_by_opened_at_descending ON mediation_cases (opened_at DESC, id);
CREATE INDEX mediation_cases_by_opened_at_ascending ON mediation_cases (opened_at, id);
CREATE INDEX friday_matters_by_spoken_on_descending ON friday_matters (spoken_on DESC, id);
