//! Each call stands in a log that shows what was done to it.

use std::sync::Arc;

use futures::future::join_all;
use qianzhan_network::{
    CallerRole, ChainHead, Database, SiteServer, StoreError, TrustedIssuers,
    access_log::{ChainBreak, verify_chain, verify_heads},
};
use qianzhan_testkit::{TestStore, run};
use serde_json::{Value, json};

use crate::testkit::{
    Records, anonymous, ask_as, attendance, caller, codes, event, member, site_in, site_of,
};

const COMMITTEE: &str = "621122-committee";

fn records() -> Records {
    let mut records = Records::of_county("621122");
    let held = event("621122", "e", "2026-03-01");
    records.members = vec![member("621122", "a"), member("621122", "b")];
    records.attendance = vec![attendance(&held, "621122-m-a"), attendance(&held, "621122-m-b")];
    records.events = vec![held];
    records
}

fn log_query(arguments: &str) -> String {
    format!(
        "{{ committee(id: \"{COMMITTEE}\") {{ accessLog{arguments} {{ totalCount edges {{ cursor }} \
         pageInfo {{ hasNextPage hasPreviousPage endCursor }} nodes {{ seq at subject regionCode \
         roles relation issuer operationHash fields records {{ type count }} outcome prevHash hash \
         }} }} }} }}"
    )
}

fn log_of(response: &Value) -> &Value {
    assert!(response.get("errors").is_none(), "{response}");
    &response["data"]["committee"]["accessLog"]
}

fn head_of(response: &Value) -> ChainHead {
    serde_json::from_value(response["extensions"]["accessLog"].clone()).expect("a head")
}

#[tokio::test]
async fn the_office_reads_who_asked_for_what() {
    let server = site_of(&records()).await;
    let leader = caller("620000", &[CallerRole::Leader, CallerRole::Analyst]);
    let asked = ask_as(
        &server,
        Arc::clone(&leader),
        "{ _entities(representations: [
            { __typename: \"Region\", code: \"621122\" },
            { __typename: \"ConsultationEvent\", id: \"621122-e-e\" },
            { __typename: \"ConsultationEvent\", id: \"621122-e-none\" }]) {
            ... on Region { members { nodes { ...seat } edges { node { ...seat } } } }
            ... on ConsultationEvent { title attendance { member { ...seat } } attendance { role } } } }
         fragment seat on Member { id name }",
    )
    .await;
    assert!(asked.get("errors").is_none(), "{asked}");
    let failed = ask_as(
        &server,
        leader,
        "{ one: member(id: \"x\") { id } two: member(id: \"621122-m-a\") { id } }",
    )
    .await;
    assert_eq!(codes(&failed)[0].0, "ID_INVALID");
    ask_as(&server, anonymous(), "{ nothing }").await;
    ask_as(&server, anonymous(), "{ ...a } fragment a on Query { ...a }").await;
    ask_as(&server, anonymous(), "not GraphQL").await;

    let office = caller("621122", &[CallerRole::Office]);
    let response = ask_as(&server, office, &log_query("")).await;
    let log = log_of(&response);
    assert_eq!(log["totalCount"], 5);
    let rows = log["nodes"].as_array().expect("a list");
    let said: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| json!([row["seq"], row["relation"], row["fields"], row["outcome"]]))
        .collect();
    assert_eq!(
        said,
        [
            json!([1, "SUPERIOR", ["_entities"], "OK"]),
            json!([2, "SUPERIOR", ["member"], "ID_INVALID"]),
            json!([3, "PUBLIC", [], "GRAPHQL_VALIDATION_FAILED"]),
            json!([4, "PUBLIC", [], "GRAPHQL_VALIDATION_FAILED"]),
            json!([5, "PUBLIC", [], "GRAPHQL_VALIDATION_FAILED"]),
        ]
    );
    let first = &rows[4];
    assert_eq!(first["subject"], "620000-clerk");
    assert_eq!(first["regionCode"], "620000");
    assert_eq!(first["roles"], json!(["LEADER", "ANALYST"]));
    assert_eq!(first["issuer"], "gansu");
    assert_eq!(first["hash"], head_of(&asked).hash.as_str());
    assert_eq!(rows[3]["prevHash"], first["hash"]);
    let counts: Vec<_> = first["records"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (it["type"].as_str().expect("a type"), it["count"].clone()))
        .collect();
    // Members: two as nodes, the same two as edges, two who were present.
    assert_eq!(
        counts,
        [
            ("Attendance", json!(2)),
            ("ConsultationEvent", json!(1)),
            ("Member", json!(6)),
            ("Region", json!(1)),
        ]
    );
    assert_eq!(rows[3]["records"], json!([{ "type": "Member", "count": 1 }]));
    // SHA-256 of the text `{ nothing }`.
    assert_eq!(
        rows[2]["operationHash"],
        "919c0b7aa452b0b2fb42688461501bb8b0c3ef3b9d05ce7b9afd4f28bbe96ceb"
    );
}

#[tokio::test]
async fn nobody_else_reads_the_log() {
    let server = site_of(&records()).await;
    let every_role = CallerRole::ALL;
    for (case, caller) in [
        ("anonymous", anonymous()),
        ("superior", caller("620000", every_role)),
        ("peer", caller("621123", every_role)),
        ("subordinate", caller("621122101", every_role)),
        (
            "own clerk",
            caller("621122", &[CallerRole::Clerk, CallerRole::Member, CallerRole::Leader]),
        ),
    ] {
        let response = ask_as(&server, caller, &log_query("")).await;
        if case == "own clerk" {
            assert_eq!(codes(&response)[0].0, "ACCESS_LOG_FORBIDDEN", "{case}");
        } else {
            let withheld = json!([{ "field": "Committee.accessLog", "how": "WITHHELD" }]);
            assert_eq!(response["extensions"]["withheld"], withheld, "{case}");
        }
        assert_eq!(response["data"]["committee"]["accessLog"], Value::Null, "{case}");
    }
    let admin = caller("621122", &[CallerRole::Admin]);
    let response = ask_as(&server, admin, &log_query("")).await;
    assert_eq!(log_of(&response)["totalCount"], 5);
}

#[tokio::test]
async fn the_log_is_paged_latest_first() {
    let server = site_of(&records()).await;
    for _ in 0..5 {
        ask_as(&server, anonymous(), "{ __typename }").await;
    }
    let office = caller("621122", &[CallerRole::Office]);
    let mut arguments = "(first: 2)".to_owned();
    let mut seen = Vec::new();
    // Each look adds a row, which comes before the page that is asked for.
    loop {
        let response = ask_as(&server, Arc::clone(&office), &log_query(&arguments)).await;
        let page = log_of(&response);
        let rows = page["nodes"].as_array().expect("a list");
        seen.extend(rows.iter().map(|row| row["seq"].as_i64().expect("a number")));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        let end = page["pageInfo"]["endCursor"].as_str().expect("a cursor");
        arguments = format!("(first: 2, after: \"{end}\")");
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
    for (arguments, code) in [
        ("(first: 0)", "PAGE_SIZE_INVALID"),
        ("(first: 501)", "PAGE_SIZE_INVALID"),
        ("(after: \"x\")", "CURSOR_INVALID"),
    ] {
        let response = ask_as(&server, Arc::clone(&office), &log_query(arguments)).await;
        assert_eq!(codes(&response)[0].0, code, "{arguments}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_keep_one_chain() {
    let store = TestStore::new().await;
    let database = store.open().await;
    // Two sites over one database, as when a new process starts before the old one has ended.
    let one = site_in(&database, &records(), TrustedIssuers::open()).await;
    let two = SiteServer::build(one.site().clone()).await.expect("the site builds");
    let calls = (0..200).map(|number| {
        let server = if number % 2 == 0 { one.clone() } else { two.clone() };
        async move { head_of(&ask_as(&server, anonymous(), "{ __typename }").await) }
    });
    let heads = join_all(calls).await;
    let report = verify_chain(&database).await.expect("the log reads");
    assert_eq!((report.proven_rows, report.first_break), (200, None));
    let mut places: Vec<_> = heads.iter().map(|head| head.seq).collect();
    places.sort_unstable();
    assert_eq!(places, (1..=200).collect::<Vec<_>>());
    let missing = verify_heads(&database, &heads).await.expect("the log reads");
    assert_eq!(missing, None);
}

#[tokio::test]
async fn a_call_that_cannot_be_logged_is_not_answered() {
    let database = qianzhan_testkit::database().await;
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    let fills = if qianzhan_testkit::is_postgres() {
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'disk full'; END $$; \
         CREATE TRIGGER fills BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION refuse()"
    } else {
        "CREATE TRIGGER fills BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    };
    run(&database, fills).await;
    let response = ask_as(&server, anonymous(), "{ member(id: \"621122-m-a\") { name } }").await;
    assert_eq!(codes(&response), [("ACCESS_LOG_UNAVAILABLE", String::new())]);
    assert_eq!(response["data"], Value::Null);
    assert!(!response.to_string().contains("disk full"));

    run(&database, &drop_trigger("fills")).await;
    let response = ask_as(&server, anonymous(), "{ member(id: \"621122-m-a\") { name } }").await;
    assert_eq!(response["data"]["member"]["name"], "a");
}

fn drop_trigger(name: &str) -> String {
    let of_table = if qianzhan_testkit::is_postgres() { " ON access_log" } else { "" };
    format!("DROP TRIGGER {name}{of_table};")
}

/// A database with six calls logged.
async fn six_calls() -> Database {
    let database = qianzhan_testkit::database().await;
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    for _ in 0..6 {
        ask_as(&server, anonymous(), "{ __typename }").await;
    }
    database
}

#[tokio::test]
async fn the_database_refuses_changes_to_the_log() {
    let database = six_calls().await;
    let columns =
        "at, subject, region, roles, relation, issuer, operation_hash, fields, records, outcome";
    for sql in [
        "UPDATE access_log SET subject = 'x' WHERE seq = 3".to_owned(),
        "DELETE FROM access_log WHERE seq = 6".to_owned(),
        "DELETE FROM access_log".to_owned(),
        if qianzhan_testkit::is_postgres() {
            "TRUNCATE access_log".to_owned()
        } else {
            format!(
                "INSERT OR REPLACE INTO access_log (seq, {columns}, prev_hash, hash) SELECT seq, {columns}, prev_hash, hash FROM access_log WHERE seq = 3"
            )
        },
        format!(
            "INSERT INTO access_log (seq, {columns}, prev_hash, hash) SELECT 9, {columns}, hash, hash FROM access_log WHERE seq = 6"
        ),
        format!(
            "INSERT INTO access_log (seq, {columns}, prev_hash, hash) SELECT 7, {columns}, prev_hash, hash FROM access_log WHERE seq = 6"
        ),
    ] {
        let Err(StoreError::Statement(error)) = database.run_script(&sql).await else {
            panic!("{sql} is refused");
        };
        let error = error.to_string();
        assert!(error.contains("the access log"), "{sql}: {error}");
    }
    let report = verify_chain(&database).await.expect("the log reads");
    assert_eq!((report.proven_rows, report.first_break), (6, None));
}

#[tokio::test]
async fn a_tampered_row_is_named() {
    let drop_triggers: String =
        ["access_log_is_never_changed", "access_log_is_never_cut", "access_log_only_grows"]
            .map(drop_trigger)
            .concat();
    for (case, tampering, proven, found) in [
        (
            "edited",
            "UPDATE access_log SET subject = 'x' WHERE seq = 3",
            2,
            Some(ChainBreak::Edited { seq: 3 }),
        ),
        (
            "first edited",
            "UPDATE access_log SET outcome = 'x' WHERE seq = 1",
            0,
            Some(ChainBreak::Edited { seq: 1 }),
        ),
        (
            "hash replaced",
            "UPDATE access_log SET hash = prev_hash WHERE seq = 4",
            3,
            Some(ChainBreak::Edited { seq: 4 }),
        ),
        (
            "removed",
            "DELETE FROM access_log WHERE seq = 3",
            2,
            Some(ChainBreak::Removed { seq: 3 }),
        ),
        (
            "first removed",
            "DELETE FROM access_log WHERE seq = 1",
            0,
            Some(ChainBreak::Removed { seq: 1 }),
        ),
        (
            "removed and renumbered",
            "DELETE FROM access_log WHERE seq = 3; UPDATE access_log SET seq = 3 WHERE seq = 4; UPDATE access_log SET seq = 4 WHERE seq = 5; UPDATE access_log SET seq = 5 WHERE seq = 6",
            2,
            Some(ChainBreak::Reordered { seq: 3 }),
        ),
        (
            "swapped",
            "UPDATE access_log SET seq = 99 WHERE seq = 2; UPDATE access_log SET seq = 2 WHERE seq = 5; UPDATE access_log SET seq = 5 WHERE seq = 99",
            1,
            Some(ChainBreak::Reordered { seq: 2 }),
        ),
        (
            "put before the first",
            "UPDATE access_log SET seq = -1 WHERE seq = 6",
            0,
            Some(ChainBreak::Reordered { seq: -1 }),
        ),
        ("tail cut", "DELETE FROM access_log WHERE seq > 4", 4, None),
    ] {
        let database = six_calls().await;
        let before = verify_chain(&database).await.expect("the log reads");
        run(&database, &drop_triggers).await;
        run(&database, tampering).await;
        let report = verify_chain(&database).await.expect("the log reads");
        assert_eq!((report.proven_rows, report.first_break), (proven, found), "{case}");
        // A head that someone kept shows what the chain alone cannot.
        let kept = [ChainHead::genesis(), before.head];
        let missing = verify_heads(&database, &kept).await.expect("the log reads");
        let tail_stands =
            ["edited", "first edited", "hash replaced", "removed", "first removed", "swapped"];
        assert_eq!(missing, (!tail_stands.contains(&case)).then_some(&kept[1]), "{case}");
    }
}
