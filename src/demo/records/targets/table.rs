//! The figures that the records agree with, place by place.

use super::{Counted, Target};

const fn target(
    place: &'static str,
    period: &'static str,
    measure: &'static str,
    counted: Counted,
    surplus: u32,
) -> Target {
    Target { place, period, measure, counted, surplus }
}

/// The provincial special committee for society and law.
pub(in crate::demo::records) const SOCIAL_LEGAL: &str = "社会和法制委员会";
/// The provincial special committee for culture, history and study.
pub(in crate::demo::records) const CULTURE_HISTORY: &str = "文化文史资料和学习委员会";
/// The provincial special committee for the economy.
pub(in crate::demo::records) const ECONOMY: &str = "经济委员会";
/// The village of 敦煌 whose events are stated.
pub(in crate::demo::records) const HESHUI_VILLAGE: &str = "合水村";

/// The provincial special committee for proposals.
pub(in crate::demo::records) const PROPOSALS: &str = "提案委员会";

const PROVINCE_PROPOSALS: &str = "甘肃省政协提案委员会";
const PROVINCE_SOCIAL_LEGAL: &str = "甘肃省政协社会和法制委员会";
const PROVINCE_CULTURE_HISTORY: &str = "甘肃省政协文化文史资料和学习委员会";
const PROVINCE_ECONOMY: &str = "甘肃省政协经济委员会";

/// Every figure that the records agree with.
pub const TARGETS: &[Target] = &[
    target("甘肃省", "asof:2023", "stations_target", Counted::NetworkStations, 0),
    target("甘肃省", "asof:2023", "rooms_target", Counted::NetworkRooms, 0),
    target("甘肃省", "asof:2023", "members_target", Counted::NetworkMembers, 0),
    target("甘肃省政协", "2023", "committee_term_no", Counted::TermNo, 0),
    target(PROVINCE_SOCIAL_LEGAL, "2023", "member_studios", Counted::StudiosOf(SOCIAL_LEGAL), 0),
    target(PROVINCE_SOCIAL_LEGAL, "2023", "opinion_reports", Counted::ReportsOf(SOCIAL_LEGAL), 0),
    target(
        PROVINCE_SOCIAL_LEGAL,
        "2023",
        "opinion_reports_adopted",
        Counted::AdoptedOf(SOCIAL_LEGAL),
        0,
    ),
    target(
        PROVINCE_SOCIAL_LEGAL,
        "2023",
        "opinion_reports_instructed",
        Counted::InstructedOf(SOCIAL_LEGAL),
        0,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023-12-21",
        "member_studios",
        Counted::StudiosOf(CULTURE_HISTORY),
        0,
    ),
    target(PROVINCE_ECONOMY, "2023", "member_studios", Counted::StudiosOf(ECONOMY), 0),
    target("甘肃省政协", "2023", "key_proposals_led_by_chair", Counted::KeyProposalsLedByChair, 0),
    target(PROVINCE_PROPOSALS, "2023", "sector_activities", Counted::ActivitiesOf(PROPOSALS), 0),
    target(
        PROVINCE_SOCIAL_LEGAL,
        "2023",
        "sector_activities",
        Counted::ActivitiesOf(SOCIAL_LEGAL),
        0,
    ),
    target(
        PROVINCE_SOCIAL_LEGAL,
        "2023",
        "monthly_consultations",
        Counted::MeetingsOf(SOCIAL_LEGAL),
        0,
    ),
    target(
        PROVINCE_SOCIAL_LEGAL,
        "2023",
        "monthly_consultation_members",
        Counted::MeetingMembersOf(SOCIAL_LEGAL),
        0,
    ),
    target(PROVINCE_SOCIAL_LEGAL, "2023", "special_surveys", Counted::SurveysOf(SOCIAL_LEGAL), 0),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "monthly_consultation_members",
        Counted::MeetingMembersOf(CULTURE_HISTORY),
        0,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "monthly_consultation_suggestions_adopted",
        Counted::MeetingAdoptedOf(CULTURE_HISTORY),
        0,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "sector_activities",
        Counted::ActivitiesOf(CULTURE_HISTORY),
        0,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "activity_member_person_times",
        Counted::ActivityMembersOf(CULTURE_HISTORY),
        4,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "activity_public_person_times",
        Counted::ActivityPublicOf(CULTURE_HISTORY),
        4,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "suggestions_collected",
        Counted::ActivitySuggestionsOf(CULTURE_HISTORY),
        5,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "suggestions_adopted",
        Counted::ActivityAdoptedOf(CULTURE_HISTORY),
        0,
    ),
    target(
        PROVINCE_CULTURE_HISTORY,
        "2023",
        "problems_solved",
        Counted::ActivitySolvedOf(CULTURE_HISTORY),
        2,
    ),
    target(PROVINCE_ECONOMY, "2023", "directors", Counted::Directors, 0),
    target(PROVINCE_ECONOMY, "2023", "members_contacted", Counted::ContactingMembers, 0),
    target(PROVINCE_ECONOMY, "2023", "enterprises_contacted", Counted::Enterprises, 0),
    target(PROVINCE_ECONOMY, "2023", "enterprises_visited", Counted::EnterprisesVisited, 3),
    target(PROVINCE_ECONOMY, "2023", "contacts_reached", Counted::PersonsReached, 0),
    target(PROVINCE_ECONOMY, "2023", "industry_assistance_groups", Counted::AssistanceGroups, 0),
    target(
        PROVINCE_ECONOMY,
        "2023",
        "consultation_meetings_baiyin",
        Counted::AssistanceMeetings,
        0,
    ),
    target(PROVINCE_ECONOMY, "2023", "survey_reports", Counted::AssistanceReports, 0),
    target(PROVINCE_ECONOMY, "2023", "assistance_lists", Counted::AssistanceLists, 0),
    target(
        "灵台县",
        "2024",
        "inspection_reports_adopted",
        Counted::ReportsAdopted("INSPECTION"),
        0,
    ),
    target("灵台县", "2024", "survey_reports_adopted", Counted::ReportsAdopted("SURVEY"), 0),
    target(
        "通渭县",
        "2023",
        "standing_committee_topics",
        Counted::PlannedTopics("STANDING_COMMITTEE"),
        0,
    ),
    target("通渭县", "2023", "survey_topics", Counted::PlannedTopics("SURVEY"), 0),
    target("通渭县", "2023", "special_consultation_topics", Counted::PlannedTopics("SPECIAL"), 0),
    target("通渭县", "2023-H1", "reports_submitted", Counted::ReportsSubmitted, 0),
    target("通渭县", "2023-H1", "suggestion_aspects", Counted::ReportAspects, 0),
    target("通渭县", "2023-H1", "suggestions_submitted", Counted::ReportSuggestions, 0),
    target("通渭县", "2023-H1", "sector_activity_member_person_times", Counted::ActivityMembers, 6),
    target("陇西县", "2022/2024", "opinion_reports_and_proposals", Counted::MicroConverted, 4),
    target(
        "陇西县法院委员调解室",
        "asof:2024",
        "mediation_cases_resolved",
        Counted::CourtCasesResolved,
        2,
    ),
    target(
        "陇西县第三界别（特邀）小组活动室",
        "asof:2024",
        "case_resolution_hours",
        Counted::GroupRoomCaseHours,
        0,
    ),
    target("张掖市", "asof:2022", "sectors", Counted::Sectors, 0),
    target("张掖市", "asof:2022", "members", Counted::Members, 0),
    target("肃南县", "2024", "committee_term_no", Counted::TermNo, 0),
    target("灵台县", "2024", "committee_term_no", Counted::TermNo, 0),
    target("华亭市", "asof:2022", "workstations", Counted::Workstations, 0),
    target("华亭市", "asof:2022", "consultation_councils", Counted::Councils, 0),
    target("华亭市", "asof:2022", "consultation_rooms", Counted::ConsultationRooms, 0),
    target("华亭市", "asof:2022", "members_assigned", Counted::DeployedMembers, 0),
    target("华亭市", "2021", "consultation_events", Counted::Events, 0),
    target("华亭市", "2021", "member_participations", Counted::Participations, 0),
    target("华亭市", "2021", "suggestions_collected", Counted::Suggestions, 17),
    target("华亭市", "2021", "problems_solved", Counted::ProblemsSolved, 12),
    target("华亭市", "asof:2022", "sectors", Counted::Sectors, 0),
    target("华亭市", "asof:2022", "members", Counted::Members, 0),
    target(
        "敦煌市月牙泉镇合水村",
        "asof:2024",
        "consultation_events",
        Counted::EventsInVillage(HESHUI_VILLAGE),
        0,
    ),
    target("定西市", "2023-Q1", "problems_solved", Counted::ProblemsSolved, 6),
    target("定西市", "2023-Q1", "suggestions_collected", Counted::Suggestions, 0),
    target("通渭县", "2023", "committee_term_no", Counted::TermNo, 0),
    target("通渭县", "2023", "bimonthly_consultation_topics", Counted::BimonthlyTopics, 0),
    target("通渭县", "2023-H1", "liaison_studios", Counted::LiaisonStudios, 0),
    target("通渭县", "2023-H1", "townships_covered", Counted::WechatTownships, 0),
    target("通渭县", "2023-H1", "communities_covered", Counted::WechatCommunities, 0),
    target("通渭县", "asof:2022", "members_in_agriculture_sector", Counted::AgricultureMembers, 0),
    target("陇西县", "2022", "liaison_rooms", Counted::LiaisonRooms, 0),
    target("陇西县", "2022", "sector_activity_rooms", Counted::SectorActivityRooms, 0),
    target("陇西县", "2022", "member_posts", Counted::MemberPosts, 0),
    target("陇西县", "2024", "member_studios", Counted::MemberStudios, 0),
    target("陇西县", "2022", "members_assigned", Counted::DeployedMembers, 0),
    target("陇西县", "2022", "townships_covered", Counted::DeployedTownships, 0),
    target("陇西县", "2022/2024", "consultation_events", Counted::Events, 0),
    target("陇西县", "2022/2024", "problems_solved", Counted::ProblemsSolved, 7),
    target("陇西县", "2023", "problems_solved", Counted::ProblemsSolved, 0),
    target("陇西县", "2022/2024", "micro_consultation_events", Counted::MicroEvents, 6),
    target(
        "陇西县",
        "2022/2024",
        "micro_consultation_problems_solved",
        Counted::MicroProblemsSolved,
        4,
    ),
    target("陇西县", "2024", "opinion_reports", Counted::OpinionReports, 0),
    target("陇西县", "2024", "appeals_collected", Counted::Appeals, 8),
    target("岷县", "asof:2022", "topics_collected", Counted::Topics, 36),
    target("岷县", "asof:2022", "consultation_events", Counted::Events, 0),
    target("岷县", "asof:2022", "member_participations", Counted::Participations, 0),
    target("岷县", "asof:2022", "problems_solved", Counted::ProblemsSolved, 0),
];
