//! What documents say of single places beyond a number.

use crate::network::{Filled, plan};

#[tokio::test]
async fn longxi_has_eighteen_plaques_on_twelve_places() {
    let plan = plan();
    let filled = Filled::with(&plan, ["621122"].into_iter()).await;
    let with_both = "FROM plaques WHERE kind IN ('LIAISON_ROOM', 'SECTOR_ACTIVITY_ROOM')";
    for (sql, expected) in [
        (format!("SELECT COUNT(*) {with_both}"), 18),
        (format!("SELECT COUNT(DISTINCT platform_id) {with_both}"), 12),
        ("SELECT COUNT(*) FROM plaques WHERE kind = 'WORKSTATION'".to_owned(), 17),
        ("SELECT COUNT(*) FROM deployments".to_owned(), 164),
        ("SELECT COUNT(DISTINCT person_id) FROM deployments".to_owned(), 164),
        (
            // Each township has members, and several have members of all three levels.
            "SELECT COUNT(*) >= 4 FROM (SELECT substr(locality_code, 1, 9) AS township
             FROM deployments GROUP BY township HAVING COUNT(DISTINCT member_level) = 3)"
                .to_owned(),
            1,
        ),
        (
            "SELECT SUM(problems_solved) FROM consultation_events
             WHERE held_on < '2023-01-01' OR held_on >= '2024-01-01'"
                .to_owned(),
            7,
        ),
    ] {
        assert_eq!(filled.number(&sql, &[]).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn huating_has_two_councils_without_a_room_and_deploys_both_levels() {
    let plan = plan();
    let filled = Filled::with(&plan, ["620881"].into_iter()).await;
    for (sql, expected) in [
        ("SELECT COUNT(*) FROM consultation_councils WHERE NOT has_room", 2),
        ("SELECT COUNT(*) FROM deployments", 113),
        ("SELECT COUNT(*) FROM deployments WHERE member_level = 'CITY'", 8),
        ("SELECT COUNT(*) FROM deployments WHERE member_id LIKE '620800-%'", 8),
        (
            "SELECT COUNT(*) FROM deployments
             WHERE platform_id IN (SELECT platform_id FROM consultation_councils)",
            113,
        ),
        ("SELECT COUNT(*) FROM members WHERE special_committee IS NULL", 0),
        ("SELECT COUNT(*) FROM members", 105),
    ] {
        assert_eq!(filled.number(sql, &[]).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn zhangye_places_every_member_and_min_county_uses_every_source() {
    let plan = plan();
    let filled = Filled::with(&plan, ["620700", "621126"].into_iter()).await;
    let unplaced = "SELECT COUNT(*) FROM members
                    WHERE special_committee IS NULL AND committee_id = '620700-committee'";
    assert_eq!(filled.number(unplaced, &[]).await, 0);
    let sources = "SELECT COUNT(DISTINCT source) FROM topics
                   WHERE collected_on <= '2022-12-31' AND id LIKE '621126-%'";
    assert_eq!(filled.number(sources, &[]).await, 4);
}

#[tokio::test]
async fn two_offices_instructed_reports_of_the_committee_for_society_and_law() {
    let plan = plan();
    let filled = Filled::with(&plan, ["620000"].into_iter()).await;
    let offices = filled
        .texts(
            "SELECT leader_office FROM instructions
             JOIN opinion_reports ON opinion_reports.id = opinion_report_id
             JOIN members ON members.id = author_id
             WHERE special_committee = '社会和法制委员会' AND written_on LIKE '2023-%'
             ORDER BY leader_office",
        )
        .await;
    assert_eq!(offices, ["副省长", "省长"]);
    let postponed = "SELECT COUNT(*) FROM platforms
                     WHERE status = 'POSTPONED' AND sector = 'SOCIAL_WELFARE'";
    assert_eq!(filled.number(postponed, &[]).await, 1);
}

#[tokio::test]
async fn jiayuguan_holds_its_own_localities_and_events() {
    let plan = plan();
    let filled = Filled::with(&plan, ["620200"].into_iter()).await;
    let localities = "SELECT COUNT(*) FROM localities
                      WHERE kind IN ('TOWNSHIP', 'SUBDISTRICT') AND code LIKE '6202%'";
    assert_eq!(filled.number(localities, &[]).await, 5);
    let events = "SELECT COUNT(*) > 100 FROM consultation_events WHERE locality_code LIKE '6202%'";
    assert_eq!(filled.number(events, &[]).await, 1);
    let levels = "SELECT COUNT(DISTINCT member_level) FROM deployments";
    assert_eq!(filled.number(levels, &[]).await, 2, "the province's and its own");
}
