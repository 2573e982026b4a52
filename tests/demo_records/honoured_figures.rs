//! Every figure that the records are to agree with is counted by SQL and compared.

use qianzhan::demo::records::provincial_sectors;
use qianzhan::demo::records::targets::{Counted, ResolvedTarget};
use qianzhan_network::records::reported_figures::FigureQualifier;

use crate::network::{Filled, plan};

#[tokio::test]
async fn every_target_is_met() {
    let plan = plan();
    let filled = Filled::with_all(&plan).await;
    for resolved in plan.targets() {
        let found = count(&filled, resolved).await;
        let stated = i64::from(resolved.value - resolved.target.surplus);
        let target = resolved.target;
        match resolved.qualifier {
            FigureQualifier::Exact | FigureQualifier::Cumulative => {
                assert_eq!(found, stated, "{target:?}");
            }
            FigureQualifier::Over => {
                assert!(found > stated, "{found} {target:?}");
                assert_eq!(found, i64::from(resolved.value), "{target:?}");
            }
            FigureQualifier::About => {
                assert!((stated..stated * 2).contains(&found), "{found} {target:?}");
            }
        }
    }
}

async fn count(filled: &Filled, resolved: &ResolvedTarget) -> i64 {
    let (first, last) = days_of(resolved.target.period);
    let inside = format!("{}%", prefix(&resolved.region));
    let own = format!("{}-committee", resolved.region);
    let state = |sql: &str| sql.to_owned();
    let (sql, extra) = match resolved.target.counted {
        Counted::NetworkStations => (plaques("'WORKSTATION'"), String::new()),
        Counted::NetworkRooms => (
            "SELECT COUNT(DISTINCT platform_id) FROM plaques
             WHERE platform_id LIKE ?1 AND granted_on <= ?3 AND kind LIKE '%\\_ROOM' ESCAPE '\\'"
                .to_owned(),
            String::new(),
        ),
        Counted::NetworkMembers => (
            state(
                "SELECT COUNT(*) FROM members
                 WHERE committee_id LIKE ?1 AND since <= ?3 AND status = 'ACTIVE'",
            ),
            String::new(),
        ),
        Counted::TermNo => (state("SELECT term_no FROM committees WHERE id = ?4"), own),
        Counted::Members => (
            state(
                "SELECT COUNT(*) FROM members
                 WHERE committee_id = ?4 AND since <= ?3 AND status = 'ACTIVE'",
            ),
            own,
        ),
        Counted::Sectors => (
            state(
                "SELECT COUNT(DISTINCT sector) FROM members
                 WHERE committee_id = ?4 AND since <= ?3 AND status = 'ACTIVE'",
            ),
            own,
        ),
        Counted::AgricultureMembers => (
            state(
                "SELECT COUNT(*) FROM members WHERE committee_id = ?4 AND since <= ?3
                 AND status = 'ACTIVE' AND sector = 'AGRICULTURE'",
            ),
            own,
        ),
        Counted::Workstations => (plaques("'WORKSTATION'"), String::new()),
        Counted::ConsultationRooms => (plaques("'CONSULTATION_ROOM'"), String::new()),
        Counted::LiaisonRooms => (plaques("'LIAISON_ROOM'"), String::new()),
        Counted::SectorActivityRooms => (plaques("'SECTOR_ACTIVITY_ROOM'"), String::new()),
        Counted::MemberPosts => (plaques("'MEMBER_POST'"), String::new()),
        Counted::MemberStudios => (plaques("'MEMBER_STUDIO'"), String::new()),
        Counted::LiaisonStudios => (plaques("'LIAISON_STUDIO'"), String::new()),
        Counted::StudiosOf(committee) => {
            let sectors: Vec<String> = provincial_sectors(committee)
                .into_iter()
                .map(|sector| format!("'{sector}'"))
                .collect();
            let sql = format!(
                "SELECT COUNT(*) FROM plaques JOIN platforms ON platforms.id = platform_id
                 WHERE platforms.committee_id = ?4 AND plaques.kind = 'MEMBER_STUDIO'
                 AND plaques.granted_on <= ?3 AND sector IN ({})",
                sectors.join(", ")
            );
            (sql, own)
        }
        Counted::Councils => (
            state("SELECT COUNT(*) FROM consultation_councils WHERE platform_id LIKE ?1"),
            String::new(),
        ),
        Counted::WechatTownships => (wechat("'TOWNSHIP', 'SUBDISTRICT'"), String::new()),
        Counted::WechatCommunities => (wechat("'COMMUNITY'"), String::new()),
        Counted::DeployedMembers => (deployed("member_id"), own),
        Counted::DeployedTownships => (deployed("substr(locality_code, 1, 9)"), own),
        Counted::Events => (events("COUNT(*)", ""), String::new()),
        Counted::EventsInVillage(village) => (
            events(
                "COUNT(*)",
                "AND locality_code = (SELECT code FROM localities
                 WHERE name = ?4 AND kind = 'VILLAGE' AND code LIKE ?1)",
            ),
            village.to_owned(),
        ),
        Counted::Participations => (events("SUM(member_count)", ""), String::new()),
        Counted::Suggestions => (events("SUM(suggestion_count)", ""), String::new()),
        Counted::ProblemsSolved => (events("SUM(problems_solved)", ""), String::new()),
        Counted::MicroEvents => (events("COUNT(*)", "AND kind = 'MICRO'"), String::new()),
        Counted::MicroProblemsSolved => {
            (events("SUM(problems_solved)", "AND kind = 'MICRO'"), String::new())
        }
        Counted::BimonthlyTopics => {
            (events("COUNT(DISTINCT topic_id)", "AND kind = 'BIMONTHLY'"), String::new())
        }
        Counted::Topics => (
            state(
                "SELECT COUNT(*) FROM topics
                 WHERE committee_id LIKE ?1 AND collected_on BETWEEN ?2 AND ?3",
            ),
            String::new(),
        ),
        Counted::OpinionReports => (
            state(
                "SELECT COUNT(*) FROM opinion_reports
                 WHERE committee_id LIKE ?1 AND written_on BETWEEN ?2 AND ?3",
            ),
            String::new(),
        ),
        Counted::Appeals => (
            state(
                "SELECT COUNT(*) FROM appeals
                 WHERE committee_id LIKE ?1 AND received_on BETWEEN ?2 AND ?3",
            ),
            String::new(),
        ),
        Counted::ReportsOf(committee) => {
            (reports_of("opinion_reports.status = 'SUBMITTED'"), committee.to_owned())
        }
        Counted::AdoptedOf(committee) => (
            reports_of(
                "opinion_reports.id IN (SELECT opinion_report_id FROM provincial_handlings
                 WHERE is_adopted = 1 AND adopted_on BETWEEN ?2 AND ?3)",
            ),
            committee.to_owned(),
        ),
        Counted::InstructedOf(committee) => (
            reports_of(
                "opinion_reports.id IN (SELECT opinion_report_id FROM instructions
                 WHERE given_on BETWEEN ?2 AND ?3)",
            ),
            committee.to_owned(),
        ),
        Counted::ContactsRegistered => (
            state(
                "SELECT COUNT(*) FROM contacts WHERE committee_id LIKE ?1 AND registered_on <= ?3
                 AND (ended_on IS NULL OR ended_on > ?3)",
            ),
            String::new(),
        ),
        Counted::RegularContacts => (
            state(
                "SELECT COUNT(*) FROM contacts WHERE committee_id LIKE ?1 AND regular_on <= ?3
                 AND status = 'REGULAR'",
            ),
            String::new(),
        ),
        Counted::ContactPersonTimes => (
            state(
                "SELECT SUM(persons) FROM contact_records
                 WHERE committee_id LIKE ?1 AND held_on BETWEEN ?2 AND ?3",
            ),
            String::new(),
        ),
        Counted::TrainingSessions => (training("COUNT(*)", "?1"), String::new()),
        Counted::TrainingParticipants => (training("SUM(participants)", "?1"), String::new()),
        Counted::Lectures => (training("COUNT(*)", "?4") + " AND kind = 'LECTURE'", own),
        Counted::ReadingGroups => (reading_groups("1 = 1"), String::new()),
        Counted::MainReadingGroups => (reading_groups("parent_id IS NULL"), String::new()),
        Counted::SubReadingGroups => (reading_groups("parent_id IS NOT NULL"), String::new()),
        Counted::ReadingActivities => (reading_activities("COUNT(*)"), String::new()),
        Counted::ReadingPersonTimes => (reading_activities("SUM(participants)"), String::new()),
        Counted::IncentiveFund => (
            state(
                "SELECT SUM(amount_yuan) FROM township_funds
                 WHERE committee_id LIKE ?1 AND paid_on BETWEEN ?2 AND ?3",
            ),
            String::new(),
        ),
        other => {
            let counted = count_of_work(other);
            let (sql, extra) = counted.unwrap_or_else(|| panic!("nothing counts {other:?} here"));
            // The committee's own work, and not that of the committees below.
            (sql.replace("LIKE ?1", &format!("= '{own}'")), extra)
        }
    };
    filled.number(&sql, &[&inside, &first, &last, &extra]).await
}

/// What counts proposals, activities and what single levels keep, and what it names besides.
fn count_of_work(counted: Counted) -> Option<(String, String)> {
    let held = |select: &str, table: &str| {
        format!(
            "SELECT {select} FROM {table} WHERE committee_id LIKE ?1 AND held_on BETWEEN ?2 AND ?3"
        )
    };
    let of_host = |select: &str, table: &str, host: &str| {
        (format!("{} AND host = ?4", held(select, table)), host.to_owned())
    };
    let plain = |sql: &str| (sql.to_owned(), String::new());
    let meetings = "consultation_meetings";
    let activities = "sector_activities";
    let reports = |select: &str| {
        let sql = format!(
            "SELECT {select} FROM surveys
             WHERE committee_id LIKE ?1 AND reported_on BETWEEN ?2 AND ?3"
        );
        (sql, String::new())
    };
    let contacts = |select: &str, and: &str| {
        let sql = format!(
            "SELECT {select} FROM enterprise_contacts
             WHERE committee_id LIKE ?1 AND year = substr(?3, 1, 4) + 0 {and}"
        );
        (sql, String::new())
    };
    let groups = |select: &str| {
        let sql = format!(
            "SELECT {select} FROM industry_assistance_groups
             WHERE committee_id LIKE ?1 AND founded_on BETWEEN ?2 AND ?3 AND city_code = '620400'"
        );
        (sql, String::new())
    };
    Some(match counted {
        Counted::KeyProposalsLedByChair => plain(
            "SELECT COUNT(DISTINCT proposal_id) FROM proposal_supervisions
             JOIN proposals ON proposals.id = proposal_id
             WHERE proposals.committee_id LIKE ?1 AND held_on BETWEEN ?2 AND ?3 AND is_key
             AND leader_office = '省政协主席'",
        ),
        Counted::MeetingsOf(host) => of_host("COUNT(*)", meetings, host),
        Counted::MeetingMembersOf(host) => of_host("SUM(member_count)", meetings, host),
        Counted::MeetingAdoptedOf(host) => of_host("SUM(adopted_count)", meetings, host),
        Counted::ActivitiesOf(host) => of_host("COUNT(*)", activities, host),
        Counted::ActivityMembersOf(host) => of_host("SUM(member_participations)", activities, host),
        Counted::ActivityPublicOf(host) => of_host("SUM(public_participations)", activities, host),
        Counted::ActivitySuggestionsOf(host) => of_host("SUM(suggestion_count)", activities, host),
        Counted::ActivityAdoptedOf(host) => of_host("SUM(adopted_count)", activities, host),
        Counted::ActivitySolvedOf(host) => of_host("SUM(problems_solved)", activities, host),
        Counted::ActivityMembers => (held("SUM(member_participations)", activities), String::new()),
        Counted::PlannedTopics(form) => (
            "SELECT COUNT(*) FROM plan_topics JOIN consultation_plans
             ON consultation_plans.id = plan_id
             WHERE committee_id LIKE ?1 AND year = substr(?3, 1, 4) + 0 AND form = ?4"
                .to_owned(),
            form.to_owned(),
        ),
        Counted::SurveysOf(host) => (
            "SELECT COUNT(*) FROM surveys
             WHERE committee_id LIKE ?1 AND prepared_on BETWEEN ?2 AND ?3 AND host = ?4"
                .to_owned(),
            host.to_owned(),
        ),
        Counted::ReportsSubmitted => reports("COUNT(*)"),
        Counted::ReportAspects => reports("SUM(aspect_count)"),
        Counted::ReportSuggestions => reports("SUM(suggestion_count)"),
        Counted::ReportsAdopted(kind) => (
            "SELECT COUNT(*) FROM surveys
             WHERE committee_id LIKE ?1 AND adopted_on BETWEEN ?2 AND ?3 AND kind = ?4"
                .to_owned(),
            kind.to_owned(),
        ),
        Counted::CourtCasesResolved => plain(
            "SELECT COUNT(*) FROM mediation_cases JOIN platforms ON platforms.id = platform_id
             WHERE mediation_cases.committee_id LIKE ?1 AND mediation_cases.status = 'RESOLVED'
             AND platforms.kind = 'MEDIATION_ROOM' AND opened_on <= ?3",
        ),
        Counted::GroupRoomCaseHours => plain(
            "SELECT MAX(minutes_open) / 60 FROM mediation_cases
             JOIN platforms ON platforms.id = platform_id
             WHERE mediation_cases.committee_id LIKE ?1
             AND platforms.kind = 'GROUP_ACTIVITY_ROOM' AND minutes_open % 60 = 0",
        ),
        Counted::MicroConverted => plain(
            "SELECT COUNT(opinion_report_id) + COUNT(proposal_id) FROM micro_consultations
             JOIN consultation_events ON consultation_events.id = event_id
             WHERE committee_id LIKE ?1 AND held_on BETWEEN ?2 AND ?3",
        ),
        Counted::Directors => contacts("COUNT(DISTINCT director_id)", ""),
        Counted::ContactingMembers => contacts("COUNT(DISTINCT member_id)", ""),
        Counted::Enterprises => contacts("COUNT(DISTINCT enterprise)", ""),
        Counted::EnterprisesVisited => contacts(
            "COUNT(DISTINCT enterprise)",
            "AND id IN (SELECT contact_id FROM enterprise_visits)",
        ),
        Counted::PersonsReached => contacts("SUM(persons_reached)", ""),
        Counted::AssistanceGroups => groups("COUNT(*)"),
        Counted::AssistanceMeetings => groups("SUM(meeting_count)"),
        Counted::AssistanceReports => groups("COUNT(report_title)"),
        Counted::AssistanceLists => groups("COUNT(listed_on)"),
        _ => return None,
    })
}

fn plaques(kinds: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM plaques JOIN platforms ON platforms.id = platform_id
         WHERE platforms.committee_id LIKE ?1 AND platforms.status <> 'WITHDRAWN'
         AND plaques.granted_on <= ?3 AND plaques.kind IN ({kinds})"
    )
}

fn training(what: &str, committee: &str) -> String {
    format!(
        "SELECT {what} FROM training_sessions WHERE committee_id LIKE {committee}
         AND status <> 'PLANNED' AND held_on BETWEEN ?2 AND ?3"
    )
}

fn reading_groups(and: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM reading_groups WHERE committee_id LIKE ?1 AND founded_on <= ?3 AND {and}"
    )
}

fn reading_activities(what: &str) -> String {
    format!(
        "SELECT {what} FROM reading_activities JOIN reading_groups ON reading_groups.id = group_id
         WHERE committee_id LIKE ?1 AND held_on BETWEEN ?2 AND ?3"
    )
}

fn wechat(kinds: &str) -> String {
    format!(
        "SELECT COUNT(DISTINCT locality_code) FROM plaques
         JOIN platforms ON platforms.id = platform_id JOIN localities ON code = locality_code
         WHERE platforms.committee_id LIKE ?1 AND plaques.granted_on <= ?3
         AND plaques.kind = 'WECHAT_CONSULTATION' AND localities.kind IN ({kinds})"
    )
}

fn deployed(distinct: &str) -> String {
    format!(
        "SELECT COUNT(DISTINCT {distinct}) FROM deployments
         WHERE committee_id = ?4 AND from_on <= ?3 AND (to_on IS NULL OR to_on > ?3)"
    )
}

fn events(what: &str, and: &str) -> String {
    format!(
        "SELECT {what} FROM consultation_events
         WHERE committee_id LIKE ?1 AND held_on BETWEEN ?2 AND ?3 {and}"
    )
}

fn reports_of(and: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM opinion_reports JOIN members ON members.id = author_id
         WHERE opinion_reports.committee_id LIKE ?1 AND submitted_on BETWEEN ?2 AND ?3
         AND special_committee = ?4 AND members.level = 'PROVINCE' AND {and}"
    )
}

/// The digits by which a region's codes begin.
fn prefix(region: &str) -> &str {
    let city = region.strip_suffix("00").unwrap_or(region);
    city.strip_suffix("00").unwrap_or(city)
}

/// First and last day of a figure's period.
fn days_of(period: &str) -> (String, String) {
    let days = |first: &str, last: &str| (first.to_owned(), last.to_owned());
    if let Some(year) = period.strip_prefix("asof:") {
        return days("0000-01-01", &format!("{year}-12-31"));
    }
    if let Some((first, last)) = period.split_once('/') {
        return days(&format!("{first}-01-01"), &format!("{last}-12-31"));
    }
    match period.split_once('-') {
        None => days(&format!("{period}-01-01"), &format!("{period}-12-31")),
        Some((year, "Q1")) => days(&format!("{year}-01-01"), &format!("{year}-03-31")),
        Some((year, "H1")) => days(&format!("{year}-01-01"), &format!("{year}-06-30")),
        Some(_) => days(period, period),
    }
}
