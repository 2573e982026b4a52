//! How the database runs what is asked most: from an index alone, whatever the number of rows.

use qianzhan_network::{
    Database, SiteServer, TrustedIssuers,
    database::{Sql, StatementObserver},
};

use crate::testkit::{Records, event, member, region, site_in, topic};

const COUNTY: &str = "621122";
const EVENTS: u32 = 50_000;

fn records() -> Records {
    let mut records = Records::of_county(COUNTY);
    for number in 0..EVENTS {
        let day = format!("{}-{:02}-{:02}", 2020 + number % 5, 1 + number % 12, 1 + number % 28);
        let mut held = event(COUNTY, &format!("{number:05}"), &day);
        held.problems_found = number % 3;
        records.events.push(held);
    }
    for number in 0..3_000 {
        records.members.push(member(COUNTY, &format!("{number:05}")));
        records.topics.push(topic(COUNTY, &format!("{number:05}"), "2024-01-01"));
    }
    records
}

async fn site() -> (SiteServer, Database, StatementObserver) {
    let observer = StatementObserver::default();
    // PostgreSQL weighs an index against the whole table, which is small here: the question is
    // whether the index suffices.
    let settings = ["enable_seqscan=off", "enable_bitmapscan=off"];
    let database = qianzhan_testkit::database_with(&settings).await;
    let database = database.observed_by(observer.clone());
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    if qianzhan_testkit::is_postgres() {
        // What the server does by itself in time: it tells which pages hold only visible rows.
        tidy(&database).await;
    }
    (server, database, observer)
}

/// Tidies the tables until the server knows that all their rows are visible: other tests' open
/// transactions may keep it from knowing for a while.
async fn tidy(database: &Database) {
    const TABLES: &str = "consultation_events, members, topics, deployments, opinion_reports";
    for _ in 0..1_000 {
        database.run_script(&format!("VACUUM ANALYZE {TABLES}")).await.expect("it is tidied");
        let hidden = "SELECT COUNT(*) FROM pg_class WHERE relallvisible < relpages AND \
             relnamespace = current_schema()::regnamespace AND relname = 'consultation_events'";
        let (hidden,): (i64,) = database.fetch_one(Sql::new(hidden)).await.expect("it counts");
        if hidden == 0 {
            return;
        }
    }
    panic!("other transactions never end");
}

/// The steps of every statement that a field of the county runs.
async fn steps(
    (server, database, observer): &(SiteServer, Database, StatementObserver),
    field: &str,
) -> Vec<String> {
    drop(observer.take());
    region(server, COUNTY, field).await;
    let mut steps = Vec::new();
    for sql in observer.take() {
        steps.extend(database.explain(&sql).await.expect("it explains"));
    }
    assert!(!steps.is_empty(), "{field}");
    steps
}

#[tokio::test]
async fn a_tally_reads_indexes_alone() {
    let site = site().await;
    for field in [
        "tally(period: \"2023\") { consultationEvents memberParticipations problemsFound \
         meanMembersPresent lastEventOn }",
        "tally { consultationEvents residentParticipations suggestionsCollected }",
        "tally(period: \"2023\") { byMonth { month problemsSolved } }",
        "tally(period: \"2023\") { byConsultationKind { kind consultationEvents } }",
        "tally { members meanDutyScore distinctPersons bySector { sector members } }",
        "tally(period: \"2024\") { topicsCollected byTopicSource { source consulted } }",
        "tally(period: \"2024\") { deployments opinionReports }",
    ] {
        for step in steps(&site, field).await {
            let reads_rows = if qianzhan_testkit::is_postgres() {
                step.contains("Scan") && !step.contains("Index Only Scan")
            } else {
                (step.starts_with("SCAN") || step.starts_with("SEARCH"))
                    && !step.contains("COVERING INDEX")
            };
            assert!(!reads_rows, "{field}: {step}");
        }
    }
}

#[tokio::test]
async fn a_page_walks_an_index_and_sorts_nothing() {
    let site = site().await;
    for field in [
        "members(first: 50) { nodes { id name } }",
        "members(first: 50, orderBy: { field: NAME }) { nodes { id name } }",
        "members(last: 50, orderBy: { field: SINCE, direction: ASC }) { nodes { id } }",
        "consultationEvents(first: 50) { nodes { id title } }",
    ] {
        for step in steps(&site, field).await {
            let is_read =
                step.contains("B-TREE") || step.contains("Seq Scan") || step.contains("Sort");
            assert!(!is_read, "{field}: {step}");
        }
    }
}
