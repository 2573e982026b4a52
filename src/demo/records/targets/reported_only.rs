//! The figures that stand as reported only, since no record of the demonstration counts them.

use crate::demo::records::facts::Fact;

/// Measures that no record of the demonstration counts, and why. A place stands before the measure
/// where another place's figure of the same name is met.
pub const REPORTED_ONLY: &[(&str, &[&str])] = &[
    (
        "sessions of committees are not recorded, nor what is planned, and a proposal's number is one \
         of a session's",
        &[
            "plenary_session_no",
            "next_plenary_session_no",
            "standing_committee_meeting_no",
            "proposal_serial_no",
            "proposals_planned",
        ],
    ),
    (
        "how special committees contact their members and the public, and the sector groups behind \
         them are not recorded",
        &[
            "甘肃省政协提案委员会/members_contacted",
            "甘肃省政协文化文史资料和学习委员会/members_contacted",
            "contact_campaign_days",
            "wechat_groups",
            "wechat_official_accounts",
            "wechat_workstation_channels",
            "member_questions_answered",
            "jobs_provided_by_members",
            "school_enrolments_solved",
            "sector_group_no",
            "sector_groups",
            "sector_activity_groups",
            "co_building_parties",
            "members_guided",
        ],
    ),
    (
        "what else was done at activities, visits and donations is not recorded",
        &[
            "sector_activities_planned_intra",
            "sector_activities_planned_cross",
            "sector_members_invited",
            "sector_speakers",
            "public_speakers",
            "provinces_visited",
            "cities_visited",
            "departments_visited",
            "cities_in_forum",
            "visits_arranged",
            "visitors",
            "symposium_provincial_members",
            "symposium_city_county_members",
            "symposium_enterprise_representatives",
            "plaque_members_visited",
            "studio_activity_participants",
            "studio_activity_speakers",
            "members_in_central_work",
            "books_donated",
            "donations_cny",
            "initiatives_issued",
            "initiative_copies",
            "road_cleared_metres",
            "fire_lane_hardened_metres",
        ],
    ),
    (
        "who took part in research, and in what directions reports are written, is not recorded",
        &["research_members_lanzhou", "research_members_cities", "opinion_report_directions"],
    ),
    (
        "study sessions, conferences and publications are not recorded",
        &[
            "study_sessions",
            "culture_activities",
            "major_conferences",
            "history_volumes_compiled",
            "history_volume_no",
            "study_articles_collected",
            "articles_published_civil_code",
            "articles_published_constitution_day",
        ],
    ),
    (
        "staff and bodies of the offices are not recorded",
        &[
            "甘肃省政协文化文史资料和学习委员会/directors",
            "甘肃省政协文化文史资料和学习委员会/sectors",
            "cadres_promoted",
            "member_service_centers",
            "staff_posts_added",
            "staff_posts_administrative",
            "staff_posts_worker",
            "staff_posts_institution",
            "special_committee_staff_added",
            "staff_openly_selected",
            "advisers_assigned",
            "township_deputy_secretaries_as_members",
            "offices",
            "special_committees",
        ],
    ),
    ("a share, and not a number that is met", &["members_in_special_committees_percent"]),
];

/// Whether a figure stands as reported only: a rule's number, or one of [`REPORTED_ONLY`].
#[must_use]
pub fn is_reported_only(fact: &Fact) -> bool {
    let with_place = format!("{}/{}", fact.place, fact.measure);
    fact.is_norm
        || REPORTED_ONLY
            .iter()
            .flat_map(|(_, measures)| measures.iter())
            .any(|&entry| entry == fact.measure || entry == with_place)
}
