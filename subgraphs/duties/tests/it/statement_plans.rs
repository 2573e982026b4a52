//! How the database runs tallies and pages of duty, over many rows.

use qianzhan_duties::CONTRACT_SDL;

use crate::{
    many_rows::{DAY, id_in, multiply},
    plans::{Plans, observed_database, tidy},
    testkit::site_in,
};

/// One row of each table: what they hold is no matter.
const FIRST_ROWS: &str = "
    INSERT INTO contacts VALUES ('621122-k-1', '621122-committee', '621122-m-m', '群众', NULL, TRUE, 'HEALTH', '621122101',
        'REGULAR', '2024-01-01', '2030-01-02', NULL, 1, TRUE);
    INSERT INTO contact_plans VALUES ('621122-y-1', '621122-committee', '621122-m-m', 2024, 'REGULAR_VISIT', 't',
        '621122-p-a', 'c', 4, 'g', 'UNDERWAY', 1, TRUE);
    INSERT INTO contact_records (id, committee_id, member_id, mode, held_on, persons, content, problem, is_generated)
        VALUES ('621122-q-1', '621122-committee', '621122-m-m', 'REGULAR_VISIT', '2024-01-01', 1, 'c', 'p', TRUE);
    INSERT INTO leader_charges VALUES ('621122-l-1', '621122-committee', '621122-m-chair', 'TAKE_CHARGE', 'TOWNSHIP', '621122101',
        NULL, 't', '2019-01-01', NULL, 1, TRUE);
    INSERT INTO annual_duty_quotas VALUES ('621122-n-0', '621122-committee', '', 2024, 'CONTACTS', 'YEAR', 1, NULL, 1, TRUE);
    INSERT INTO duty_records VALUES ('621122-u-1', '621122-committee', '621122-m-m', 'PROPOSAL', '2024-01-01', 't', NULL,
        '621122-s-1', FALSE, 1, TRUE);
    INSERT INTO assessment_rules VALUES ('621122-w-1', '621122-committee', '', 2024, 'YEAR', 1, TRUE);
    INSERT INTO duty_assessments VALUES ('621122-s-1', '621122-committee', '621122-m-m', '621122-w-1', '2024', 80, 'SCORED',
        NULL, NULL, 1, TRUE);
    INSERT INTO party_links VALUES ('621122-x-1', '621122-committee', 'PARTY_MEMBER_TO_NON_PARTY', '621122-m-p', '621122-m-m', NULL,
        '2024-01-01', NULL, 1, TRUE);
    INSERT INTO station_head_reports VALUES ('621122-h-1', '621122-committee', '621122-p-a', 2024, 'h', 't', 'SUBMITTED',
        NULL, '2024-01-01', NULL, 1, TRUE);
    INSERT INTO township_funds VALUES ('621122-z-1', '621122-committee', '621122101', 2024, 'GOOD', 100, 'ASSESSED',
        '2024-01-01', NULL, 1, TRUE);
    INSERT INTO training_sessions VALUES ('621122-j-1', '621122-committee', 't', 'LECTURE', 'HELD', '2024-01-01', NULL, 1, TRUE);
    INSERT INTO reading_groups VALUES ('621122-r-1', '621122-committee', 'n', FALSE, NULL, '2020-01-01', 1, TRUE);
    INSERT INTO reading_activities VALUES ('621122-r-1', 0, '2024-01-01', 't', 5);
";

async fn plans() -> Plans {
    let (database, observer) = observed_database().await;
    let number = id_in("621122");
    let server = site_in(&database).await;
    qianzhan_testkit::run(&database, FIRST_ROWS).await;
    multiply(&database, "members", &[("name", "'m' || i")]).await;
    multiply(&database, "contacts", &[("member_id", &number), ("registered_on", DAY)]).await;
    multiply(&database, "contact_plans", &[("member_id", &number), ("year", "2000 + i % 20")])
        .await;
    multiply(&database, "contact_records", &[("member_id", &number), ("held_on", DAY)]).await;
    multiply(&database, "leader_charges", &[("from_on", DAY), ("to_on", "'2030-01-01'")]).await;
    multiply(&database, "annual_duty_quotas", &[("special_committee", "'s' || i")]).await;
    multiply(&database, "duty_records", &[("member_id", &number), ("done_on", DAY)]).await;
    multiply(&database, "assessment_rules", &[("special_committee", "'s' || i")]).await;
    multiply(&database, "duty_assessments", &[("member_id", &number), ("score", "i % 90")]).await;
    multiply(&database, "party_links", &[("since", DAY), ("to_member_id", &number)]).await;
    multiply(&database, "station_head_reports", &[("year", "2025 + i"), ("submitted_on", DAY)])
        .await;
    multiply(&database, "township_funds", &[("year", "2025 + i"), ("amount_yuan", "i % 50")]).await;
    multiply(&database, "training_sessions", &[("held_on", DAY)]).await;
    multiply(&database, "reading_groups", &[("founded_on", DAY)]).await;
    multiply(&database, "reading_activities", &[("group_id", &number), ("held_on", DAY)]).await;
    tidy(&database).await;
    Plans { server, database, observer, sdl: CONTRACT_SDL, region: "621122" }
}

#[tokio::test]
async fn tallies_read_indexes() {
    let tallies = [
        "contactTally",
        "contactTally(period: \"2024\")",
        "dutyTally(period: \"2024\")",
        "dutyTally(period: \"2024-Q4\", items: [CONTACTS])",
        "partyTally",
        "stationTally(year: 2024)",
        "trainingTally",
        "trainingTally(period: \"2024\")",
    ];
    // SQLite does not know of an index of the acts with a problem that they have one, and looks.
    let excused = ["contact_records USING INDEX contact_records_with_problem"];
    plans().await.tallies_read_indexes(&tallies, &excused).await;
}

#[tokio::test]
async fn pages_walk_an_index_and_sort_nothing() {
    plans().await.pages_sort_nothing().await;
}
