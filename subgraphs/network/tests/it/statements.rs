//! The number of SQL statements depends on the query, never on the number of rows.

use qianzhan_network::{SiteServer, records::platforms::PlatformKind};
use serde_json::{Value, json};

use crate::testkit::{
    Records, ask_with, attendance, check, code, deployment, event, member, outcome, plaque,
    platform, region_query, site_of, topic,
};

const COUNTY: &str = "621122";

/// `count` events, each at a platform of its own, on a topic of its own, with attendance that
/// differs from event to event.
fn records(count: u32) -> Records {
    let mut records = Records::of_county(COUNTY);
    for number in 0..count.max(10) {
        records.members.push(member(COUNTY, &format!("{number:04}")));
    }
    for number in 0..count {
        let name = format!("{number:04}");
        let place = platform(COUNTY, &name);
        let matter = topic(COUNTY, &name, "2024-01-01");
        let mut sitting = event(COUNTY, &name, &format!("2024-02-{:02}", 1 + number % 28));
        sitting.platform_id = Some(place.id.clone());
        sitting.topic_id = Some(matter.id.clone());
        sitting.locality_code = Some(code(&format!("{COUNTY}10{}", 1 + number % 2)));
        for seat in 0..number % 7 {
            let who = if seat % 2 == 0 { COUNTY } else { "620000" };
            let present = format!("{who}-m-{:04}", (number + seat) % count.max(10));
            records.attendance.push(attendance(&sitting, &present));
        }
        for ordinal in 0..number % 3 {
            records.outcomes.push(outcome(&sitting, ordinal));
        }
        records.plaques.push(plaque(&place, 0, PlatformKind::Workstation, "2022-01-01"));
        records.checks.push(check(&place, "2024-01-01", true));
        let mut sent = deployment(COUNTY, &name, "2023-01-01");
        sent.platform_id = Some(place.id.clone());
        records.deployments.push(sent);
        records.platforms.push(place);
        records.topics.push(matter);
        records.events.push(sitting);
    }
    records
}

async fn statements(server: &SiteServer, query: &str, variables: Value) -> u64 {
    let before = server.site().database.statement_count();
    let response = ask_with(server, query, variables).await;
    assert!(response.get("errors").is_none(), "{response}");
    server.site().database.statement_count() - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_events_takes_as_many_for_ten_rows_as_for_five_hundred() {
    let fields = "consultationEvents(first: 500) { totalCount nodes { id title \
        attendance { member { id } sector { name } role } \
        platform { name plaques { kind } sixHas { isCompliant } locality { name } \
            deployments(first: 2) { totalCount nodes { id role } } \
            consultationEvents(first: 2) { totalCount nodes { id outcomes { text } } } } \
        topic { title consultationEvents(first: 1) { nodes { id } } } \
        locality { name } outcomes { text } committee { name sectors { code } } } }";
    let query = region_query(COUNTY, fields);
    let mut counts = Vec::new();
    for rows in [10, 50, 500] {
        let server = site_of(&records(rows)).await;
        counts.push(statements(&server, &query, json!({})).await);
    }
    // Count and rows of events; attendance; platforms, plaques, checks, localities; two for the
    // platforms' deployments, two for their events, one for outcomes of those; topics and their
    // events; localities and outcomes are loaded already or once more; committees and sectors.
    assert_eq!(counts[0], counts[1], "{counts:?}");
    assert_eq!(counts[1], counts[2], "{counts:?}");
    assert!(counts[0] <= 18, "{counts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn references_below_lists_of_lists_are_one_batch() {
    let fields = "consultationEvents(first: 500) { nodes { attendance { \
        member { name committee { name } consultationEvents(first: 1) { totalCount } } } } }";
    let query = region_query(COUNTY, fields);
    let mut counts = Vec::new();
    for rows in [10, 50, 500] {
        let mut records = records(rows);
        records.attendance.retain(|it| it.member_id.as_str().starts_with(COUNTY));
        let server = site_of(&records).await;
        counts.push(statements(&server, &query, json!({})).await);
    }
    assert_eq!(counts, [5, 5, 5]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_entities_take_as_many_as_one() {
    let server = site_of(&records(500)).await;
    let query = "query($keys: [_Any!]!) { _entities(representations: $keys) { \
        ... on Member { name committee { name } } \
        ... on Platform { name plaques { name } locality { name } } } }";
    let keys = |count: usize| {
        let key = |number: usize| {
            let (type_name, letter) = [("Member", "m"), ("Platform", "p")][number % 2];
            json!({ "__typename": type_name, "id": format!("{COUNTY}-{letter}-{number:04}") })
        };
        json!({ "keys": (0..count).map(key).collect::<Vec<_>>() })
    };
    assert_eq!(statements(&server, query, keys(2)).await, 5);
    assert_eq!(statements(&server, query, keys(500)).await, 5);
}

#[tokio::test]
async fn only_what_is_selected_is_asked_of_the_database() {
    let server = site_of(&records(20)).await;
    for (field, expected) in [
        ("code", 0),
        ("members { totalCount }", 1),
        ("members { nodes { id } }", 1),
        ("members { nodes { id person { id } committee { id } residenceRegion { code } } }", 1),
        ("members { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage } }", 2),
        ("tally { period }", 0),
        ("tally { members meanDutyScore scoredMembers }", 1),
        ("tally { distinctPersons personSet }", 1),
        ("tally { bySector { members } }", 1),
        ("tally { members consultationEvents problemsSolved }", 2),
        ("tally { members } again: tally { members }", 1),
    ] {
        let query = region_query(COUNTY, field);
        assert_eq!(statements(&server, &query, json!({})).await, expected, "{field}");
    }
    let outside = region_query("110000", "members { totalCount nodes { id } }");
    assert_eq!(statements(&server, &outside, json!({})).await, 0);
}
