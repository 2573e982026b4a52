//! The records of all sites agree with each other: what one site says of another's is there.

use crate::network::{Filled, plan};

/// Rows that should not be, by what they would mean.
const NEVER: &[(&str, &str)] = &[
    (
        "a deployed member who does not exist, or is someone else, or of another level",
        "SELECT COUNT(*) FROM deployments LEFT JOIN members ON members.id = member_id
         WHERE members.id IS NULL OR members.person_id <> deployments.person_id
         OR members.level <> member_level OR members.status = 'SUSPENDED'",
    ),
    (
        "a deployment before its member sat, or one that outlasts the seat",
        "SELECT COUNT(*) FROM deployments JOIN members ON members.id = member_id
         WHERE from_on < since OR (until IS NOT NULL AND (to_on IS NULL OR to_on > until))",
    ),
    (
        "a person deployed twice at once",
        "SELECT COUNT(*) FROM (SELECT person_id FROM deployments WHERE to_on IS NULL
         GROUP BY person_id HAVING COUNT(*) > 1)",
    ),
    (
        "a deployment issued by nobody",
        "SELECT COUNT(*) FROM deployments
         WHERE issued_by IS NULL OR issued_by NOT IN (SELECT id FROM committees)",
    ),
    (
        "an attendance of someone who is not there, or not yet in office",
        "SELECT COUNT(*) FROM attendance JOIN consultation_events ON consultation_events.id = event_id
         LEFT JOIN members ON members.id = member_id
         WHERE members.id IS NULL OR members.since > held_on OR members.status <> 'ACTIVE'
         OR members.level <> attendance.level OR members.sector <> attendance.sector",
    ),
    (
        "an event that counts other members than it names",
        "SELECT COUNT(*) FROM consultation_events WHERE member_count <>
         (SELECT COUNT(*) FROM attendance WHERE event_id = consultation_events.id)",
    ),
    (
        "an event whose suggestions or solved problems are not those it lists",
        "SELECT COUNT(*) FROM consultation_events WHERE suggestion_count <>
         (SELECT COUNT(*) FROM outcomes WHERE event_id = id AND kind = 'SUGGESTION')
         OR problems_solved <>
         (SELECT COUNT(*) FROM outcomes WHERE event_id = id AND kind = 'PROBLEM_SOLVED')",
    ),
    (
        "an event that solved more than it found",
        "SELECT COUNT(*) FROM consultation_events WHERE problems_solved > problems_found",
    ),
    (
        "an event at a platform before its plaque, or at one that is not at work",
        "SELECT COUNT(*) FROM consultation_events
         JOIN platforms ON platforms.id = consultation_events.platform_id
         WHERE held_on < (SELECT MIN(granted_on) FROM plaques WHERE platform_id = platforms.id)
         OR platforms.status NOT IN ('OPERATING', 'LAUNCHED')",
    ),
    (
        "a Friday talk on another day, or any event at a week-end",
        "SELECT COUNT(*) FROM consultation_events
         WHERE (kind = 'FRIDAY_TALK' AND strftime('%w', held_on) <> '5')
         OR strftime('%w', held_on) IN ('0', '6')",
    ),
    (
        "an event before the demonstration or after it",
        "SELECT COUNT(*) FROM consultation_events WHERE held_on > '2024-11-30'
         OR held_on < '2021-01-01' OR (held_on < '2022-01-01' AND id NOT LIKE '620881-%')",
    ),
    (
        "a topic consulted before it was collected, or consulted and not marked so",
        "SELECT COUNT(*) FROM topics LEFT JOIN
         (SELECT topic_id, MIN(held_on) AS first FROM consultation_events GROUP BY topic_id)
         ON topic_id = topics.id
         WHERE first < collected_on OR (status = 'CONSULTED') <> (topic_id IS NOT NULL)",
    ),
    (
        "a topic whose proposer does not exist, or that a member did not propose",
        "SELECT COUNT(*) FROM topics WHERE (source = 'MEMBER') <> (proposer_id IS NOT NULL)
         OR proposer_id NOT IN (SELECT id FROM members)",
    ),
    (
        "a report without an author in the network",
        "SELECT COUNT(*) FROM opinion_reports
         WHERE author_id IS NULL OR author_id NOT IN (SELECT id FROM members)",
    ),
    (
        "a report submitted before it was written, or submitted to nobody",
        "SELECT COUNT(*) FROM opinion_reports WHERE submitted_on < written_on
         OR submitted_on > '2024-11-30' OR (status = 'SUBMITTED') <> (submitted_on IS NOT NULL)
         OR (submitted_on IS NULL) <> (submitted_to IS NULL)",
    ),
    (
        "a city's handling of a report that did not come up from a county",
        "SELECT COUNT(*) FROM city_handlings
         LEFT JOIN opinion_reports ON opinion_reports.id = opinion_report_id
         WHERE opinion_reports.id IS NULL OR submitted_on IS NULL OR received_on < submitted_on
         OR forwarded_on < received_on OR opinion_reports.id LIKE '____00-%'",
    ),
    (
        "a provincial handling of a county's report that no city sent on",
        "SELECT COUNT(*) FROM provincial_handlings AS province
         LEFT JOIN city_handlings AS city ON city.opinion_report_id = province.opinion_report_id
         WHERE province.opinion_report_id NOT LIKE '____00-%'
         AND (forwarded_on IS NULL OR province.received_on < forwarded_on)",
    ),
    (
        "a report that a city sent on in good time and the province does not know",
        "SELECT COUNT(*) FROM city_handlings WHERE forwarded_on <= '2024-11-20'
         AND opinion_report_id NOT IN (SELECT opinion_report_id FROM provincial_handlings)",
    ),
    (
        "an instruction on a report that was not adopted before",
        "SELECT COUNT(*) FROM instructions JOIN provincial_handlings USING (opinion_report_id)
         WHERE is_adopted = 0 OR given_on <= adopted_on",
    ),
    (
        "a person under two names, or with two seats in one committee",
        "SELECT COUNT(*) FROM (SELECT person_id FROM members GROUP BY person_id
         HAVING COUNT(DISTINCT name) > 1 OR COUNT(DISTINCT committee_id) < COUNT(*)
         OR COUNT(DISTINCT is_party_member) > 1)",
    ),
    (
        "a township without a workstation",
        "SELECT COUNT(*) FROM localities WHERE kind IN ('TOWNSHIP', 'SUBDISTRICT')
         AND code NOT IN (SELECT locality_code FROM platforms WHERE kind = 'WORKSTATION')",
    ),
    (
        "a seat whose history does not end in its status, or a placement that is not its own",
        "SELECT COUNT(*) FROM members WHERE status <>
         (SELECT status FROM seat_status_changes WHERE member_id = members.id
          ORDER BY ordinal DESC LIMIT 1)
         OR COALESCE(special_committee, '') <> COALESCE((SELECT special_committee
          FROM special_committee_seats WHERE member_id = members.id
          ORDER BY ordinal DESC LIMIT 1), '')",
    ),
    (
        "a contact of a member who is not in office, or made regular before it was registered",
        "SELECT COUNT(*) FROM contacts JOIN members ON members.id = member_id
         WHERE members.status <> 'ACTIVE' OR contacts.committee_id <> members.committee_id
         OR since > registered_on OR regular_on < registered_on
         OR (contacts.status = 'REGULAR') <> (regular_on IS NOT NULL)",
    ),
    (
        "an act of contact that lists another's contact, or one not yet registered",
        "SELECT COUNT(*) FROM contact_record_contacts
         JOIN contact_records ON contact_records.id = record_id
         JOIN contacts ON contacts.id = contact_id
         WHERE contacts.member_id <> contact_records.member_id OR registered_on > held_on",
    ),
    (
        "an act of contact that carries out another's plan",
        "SELECT COUNT(*) FROM contact_records JOIN contact_plans ON contact_plans.id = plan_id
         WHERE contact_plans.member_id <> contact_records.member_id
         OR substr(held_on, 1, 4) <> CAST(year AS TEXT)",
    ),
    (
        "a leader in charge who is none",
        "SELECT COUNT(*) FROM leader_charges LEFT JOIN members ON members.id = leader_id
         WHERE members.id IS NULL OR office IN ('MEMBER', 'STANDING_MEMBER')
         OR status <> 'ACTIVE' OR members.committee_id <> leader_charges.committee_id",
    ),
    (
        "a duty record of an event at which its member was not",
        "SELECT COUNT(*) FROM duty_records WHERE is_event AND NOT EXISTS
         (SELECT 1 FROM attendance WHERE event_id = source_id
          AND attendance.member_id = duty_records.member_id)",
    ),
    (
        "a score that is not what the records of its period come to under its rule",
        "SELECT COUNT(*) FROM duty_assessments AS assessment WHERE period = '2022' AND score <>
         (SELECT SUM(points) FROM assessment_items WHERE rule_id = assessment.rule_id
          AND EXISTS (SELECT 1 FROM duty_records WHERE duty_records.item = assessment_items.item
          AND member_id = assessment.member_id AND done_on LIKE '2022-%'))",
    ),
    (
        "a link between those whom its tier is not for",
        "SELECT COUNT(*) FROM party_links JOIN members AS giver ON giver.id = from_id
         LEFT JOIN members AS taker ON taker.id = to_member_id
         WHERE (tier = 'NON_PARTY_TO_PUBLIC') = giver.is_party_member
         OR (tier = 'GROUP_TO_PARTY_MEMBER') <> COALESCE(taker.is_party_member, 0)",
    ),
    (
        "a committee below none that exists",
        "SELECT COUNT(*) FROM committees WHERE (superior_id IS NULL) <> (level = 'PROVINCE')
         OR superior_id NOT IN (SELECT id FROM committees)",
    ),
    (
        "a proposal of a number twice in a session, or without one once it is filed",
        "SELECT COUNT(*) FROM proposals WHERE
         (serial_no IS NULL) <> (status IN ('COLLECTED', 'SURVEYED', 'SUBMITTED'))
         OR id IN (SELECT MAX(id) FROM proposals GROUP BY committee_id, term_no, session_no,
         serial_no HAVING COUNT(*) > 1 AND serial_no IS NOT NULL)",
    ),
    (
        "a proposal that nobody made, or that rests on a survey that was not done",
        "SELECT COUNT(*) FROM proposals LEFT JOIN surveys ON surveys.id = survey_id
         WHERE NOT EXISTS (SELECT 1 FROM proposers WHERE proposal_id = proposals.id)
         OR (survey_id IS NOT NULL AND (surveyed_on IS NULL OR surveyed_on > collected_on))",
    ),
    (
        "a proposal replied to by not all of its units, or by all and not marked so",
        "SELECT COUNT(*) FROM proposals WHERE (status IN ('REPLIED', 'CARRIED_OUT')) <>
         (EXISTS (SELECT 1 FROM proposal_units WHERE proposal_id = proposals.id)
         AND NOT EXISTS (SELECT 1 FROM proposal_units WHERE proposal_id = proposals.id
         AND NOT is_replied))",
    ),
    (
        "a proposer, a speaker, a team or survey member who does not exist or was not in office",
        "SELECT COUNT(*) FROM (
           SELECT member_id, collected_on AS day FROM proposers
             JOIN proposals ON proposals.id = proposal_id WHERE member_id IS NOT NULL
           UNION ALL SELECT member_id, held_on FROM meeting_speakers
             JOIN consultation_meetings ON consultation_meetings.id = meeting_id
           UNION ALL SELECT member_id, held_on FROM micro_team_members
             JOIN consultation_events ON consultation_events.id = event_id
           UNION ALL SELECT member_id, prepared_on FROM survey_members
             JOIN surveys ON surveys.id = survey_id
           UNION ALL SELECT member_id, opened_on FROM mediation_members
             JOIN mediation_cases ON mediation_cases.id = case_id) AS named
         LEFT JOIN members ON members.id = named.member_id
         WHERE members.id IS NULL OR since > day OR status <> 'ACTIVE'",
    ),
    (
        "a supervision of a proposal that is not key, or of none",
        "SELECT COUNT(*) FROM proposal_supervisions LEFT JOIN proposals
         ON proposals.id = proposal_id WHERE is_key IS NOT TRUE OR held_on < collected_on",
    ),
    (
        "a meeting that counts other suggestions than it names, or more members than speak",
        "SELECT COUNT(*) FROM consultation_meetings WHERE suggestion_count <>
         (SELECT COUNT(*) FROM meeting_suggestions WHERE meeting_id = id) OR adopted_count <>
         (SELECT COUNT(*) FROM meeting_suggestions WHERE meeting_id = id AND is_adopted)
         OR member_count <> (SELECT COUNT(*) FROM meeting_speakers WHERE meeting_id = id)",
    ),
    (
        "a meeting on a topic that does not exist, or on another day than its event",
        "SELECT COUNT(*) FROM consultation_meetings AS meeting
         WHERE topic_id NOT IN (SELECT id FROM topics) OR NOT EXISTS (SELECT 1
         FROM consultation_events AS event WHERE event.committee_id = meeting.committee_id
         AND event.held_on = meeting.held_on AND event.kind = meeting.series)",
    ),
    (
        "an activity of no sector, or across sectors with one",
        "SELECT COUNT(*) FROM sector_activities WHERE (scope = 'CROSS_SECTOR') <>
         ((SELECT COUNT(*) FROM activity_sectors WHERE activity_id = id) > 1)
         OR NOT EXISTS (SELECT 1 FROM activity_sectors WHERE activity_id = id)
         OR joint_committee_id NOT IN (SELECT id FROM committees)",
    ),
    (
        "a step of a survey before the one before it, or a later one without it",
        "SELECT COUNT(*) FROM surveys WHERE surveyed_on < prepared_on OR reported_on < surveyed_on
         OR adopted_on < reported_on OR referred_on < adopted_on OR handled_on < referred_on
         OR heard_on < handled_on OR followed_up_on < heard_on
         OR (reported_on IS NOT NULL AND surveyed_on IS NULL)
         OR (referred_on IS NOT NULL AND reported_on IS NULL)
         OR (heard_on IS NOT NULL AND handled_on IS NULL)",
    ),
    (
        "a matter that was not discussed on a Friday, or a step before the one before it",
        "SELECT COUNT(*) FROM friday_matters WHERE strftime('%w', discussed_on) <> '5'
         OR known_on < spoken_on OR discussed_on < known_on OR handled_on < discussed_on
         OR rated_on < handled_on OR rated_on > '2024-11-30'",
    ),
    (
        "a case that was closed before it was opened, or on another minute than it counts",
        "SELECT COUNT(*) FROM mediation_cases WHERE closed_at < opened_at OR minutes_open <>
         (unixepoch(closed_at) - unixepoch(opened_at)) / 60
         OR opened_on <> date(opened_at, '+8 hours')",
    ),
    (
        "a micro consultation of another kind of event, or made into what does not exist",
        "SELECT COUNT(*) FROM micro_consultations JOIN consultation_events
         ON consultation_events.id = event_id WHERE kind <> 'MICRO'
         OR (micro_consultations.status = 'CONVERTED') <>
         (opinion_report_id IS NOT NULL OR proposal_id IS NOT NULL)
         OR opinion_report_id NOT IN (SELECT id FROM opinion_reports)
         OR proposal_id NOT IN (SELECT id FROM proposals)",
    ),
    (
        "a council that counts other fixed members than it names",
        "SELECT COUNT(*) FROM consultation_councils WHERE fixed_member_count <>
         (SELECT COUNT(*) FROM council_fixed_members AS fixed
         WHERE fixed.platform_id = consultation_councils.platform_id)",
    ),
    (
        "a contact with an enterprise of no region, or of people who do not exist",
        "SELECT COUNT(*) FROM enterprise_contacts
         WHERE enterprise_region NOT IN (SELECT region_code FROM committees)
         OR director_id NOT IN (SELECT id FROM members)
         OR member_id NOT IN (SELECT id FROM members)",
    ),
    (
        "a city's progress with an item that its group does not list, or of no group",
        "SELECT COUNT(*) FROM assistance_progress WHERE NOT EXISTS (SELECT 1 FROM assistance_items
         JOIN industry_assistance_groups AS led ON led.id = group_id
         WHERE led.city_code || substr(led.id, 7) = assistance_id
         AND assistance_items.ordinal = assistance_progress.ordinal)",
    ),
    (
        "an assessment of a committee that is no county's",
        "SELECT COUNT(*) FROM county_assessments
         LEFT JOIN committees ON committees.id = committee_id WHERE level IS NOT 'COUNTY'",
    ),
];

#[tokio::test]
async fn what_one_site_says_of_another_is_there() {
    let plan = plan();
    let filled = Filled::with_all(&plan).await;
    for (case, sql) in NEVER {
        assert_eq!(filled.number(sql, &[]).await, 0, "{case}");
    }
    for table in [
        "committees",
        "members",
        "platforms",
        "deployments",
        "topics",
        "consultation_events",
        "opinion_reports",
        "city_handlings",
        "county_assessments",
        "provincial_handlings",
        "consultation_councils",
        "contacts",
        "contact_records",
        "contact_plans",
        "leader_charges",
        "annual_duty_quotas",
        "duty_records",
        "assessment_rules",
        "duty_assessments",
        "party_links",
        "station_head_reports",
        "township_funds",
        "training_sessions",
        "reading_groups",
        "mediation_cases",
        "friday_matters",
        "micro_consultations",
        "proposals",
        "proposal_supervisions",
        "consultation_plans",
        "consultation_meetings",
        "sector_activities",
        "surveys",
        "brands",
        "enterprise_contacts",
        "industry_assistance_groups",
        "city_assistances",
    ] {
        let all = filled.number(&format!("SELECT COUNT(*) FROM {table}"), &[]).await;
        let generated =
            filled.number(&format!("SELECT COUNT(*) FROM {table} WHERE is_generated"), &[]).await;
        assert!(all > 0 && all == generated, "{table}: {generated} of {all} are marked");
    }
    let figures = "SELECT COUNT(*) FROM reported_figures WHERE NOT is_generated";
    assert_eq!(filled.number(figures, &[]).await, 206);

    assert_nobody_is_named_in_a_document(&filled).await;
    assert_sizes_are_plausible(&filled).await;
}

async fn assert_nobody_is_named_in_a_document(filled: &Filled) {
    const NAMED: [&str; 11] = [
        "任振鹤",
        "雷思维",
        "庄国泰",
        "李琰",
        "韩子林",
        "马相忠",
        "张秀丽",
        "王华存",
        "任燕顺",
        "刘再聪",
        "陈耀华",
    ];
    let names = filled
        .texts(
            "SELECT name FROM members UNION SELECT head FROM platforms WHERE head IS NOT NULL
             UNION SELECT name FROM platforms
             UNION SELECT convener FROM consultation_councils WHERE convener IS NOT NULL
             UNION SELECT name FROM contacts UNION SELECT head FROM station_head_reports
             UNION SELECT name FROM council_fixed_members WHERE name IS NOT NULL
             UNION SELECT speaker FROM friday_matters UNION SELECT liaison FROM enterprise_contacts
             UNION SELECT leader FROM proposal_supervisions
               WHERE leader_office <> '省政协主席' OR committee_id <> '620000-committee'",
        )
        .await;
    for name in names {
        assert!(!NAMED.iter().any(|named| name.contains(named)), "{name}");
    }
}

async fn assert_sizes_are_plausible(filled: &Filled) {
    for (what, sql, least, most) in [
        ("members", "SELECT COUNT(*) FROM members WHERE status = 'ACTIVE'", 9_500, 10_600),
        ("stations", "SELECT COUNT(*) FROM plaques WHERE kind = 'WORKSTATION'", 1_000, 1_500),
        ("rooms", "SELECT COUNT(*) FROM plaques WHERE kind = 'CONSULTATION_ROOM'", 1_000, 1_800),
        ("events", "SELECT COUNT(*) FROM consultation_events", 30_000, 36_000),
        (
            "persons with two seats",
            "SELECT COUNT(*) FROM
             (SELECT person_id FROM members GROUP BY person_id HAVING COUNT(*) = 2)",
            200,
            400,
        ),
        (
            "smallest county",
            "SELECT MIN(n) FROM (SELECT COUNT(*) AS n FROM members WHERE level = 'COUNTY'
             GROUP BY committee_id)",
            50,
            70,
        ),
        (
            "largest county",
            "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM members WHERE level = 'COUNTY'
             GROUP BY committee_id)",
            100,
            130,
        ),
        (
            "events with members of all three levels",
            "SELECT COUNT(*) FROM (SELECT event_id FROM attendance GROUP BY event_id
             HAVING COUNT(DISTINCT level) = 3)",
            300,
            30_000,
        ),
    ] {
        let found = filled.number(sql, &[]).await;
        assert!((least..=most).contains(&found), "{what}: {found}");
    }
}
