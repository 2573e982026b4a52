-- A tally reads its figures from these indexes alone, and no row; every order of every list walks an
-- index in both of its directions, in which ties stand by ascending id.

CREATE INDEX enterprise_contacts_tally ON enterprise_contacts (
    enterprise_region, year, enterprise, persons_reached, member_id, director_id, status,
    form_received_on, form_due_on, id
);
CREATE INDEX enterprise_contacts_tally_by_year ON enterprise_contacts (
    year, enterprise_region, enterprise, persons_reached, member_id, director_id, status,
    form_received_on, form_due_on, id
);
CREATE INDEX industry_assistance_groups_tally ON industry_assistance_groups (
    city_code, founded_on, meeting_count, report_title, listed_on
);

CREATE INDEX industry_assistance_groups_by_founded_on_descending
    ON industry_assistance_groups (founded_on DESC, id);
CREATE INDEX industry_assistance_groups_by_founded_on_ascending ON industry_assistance_groups (founded_on, id);
CREATE INDEX enterprise_contacts_by_enterprise_descending
    ON enterprise_contacts (enterprise DESC, id);
CREATE INDEX enterprise_contacts_by_enterprise_ascending ON enterprise_contacts (enterprise, id);
