//! An owner suspends the site, or withdraws a contract: calls are refused with the reason, and stand
//! in the log all the same.

use std::path::Path;

use qianzhan_network::{CallerRole, SiteServer, TrustedIssuers};
use serde_json::{Value, json};

use crate::testkit::{Records, ask_as, caller, codes, site_with_policy};

const COUNTY: &str = "621122";
const QUESTION: &str = "{ committee(id: \"621122-committee\") { id name } }";

async fn site_under(policy: &Path) -> SiteServer {
    let database = qianzhan_testkit::database().await;
    let records = Records::of_county(COUNTY);
    site_with_policy(&database, &records, TrustedIssuers::open(), Some(policy.to_owned())).await
}

async fn ask(server: &SiteServer, query: &str) -> Value {
    ask_as(server, caller(COUNTY, &[CallerRole::Office]), query).await
}

#[tokio::test]
async fn a_suspended_site_answers_nobody_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("policy.toml");
    let server = site_under(&path).await;
    let before = ask(&server, QUESTION).await;
    assert!(before["data"]["committee"]["name"].is_string(), "{before}");

    std::fs::write(&path, "[service]\nsuspended = \"清查档案\"\n").expect("it is written");
    server.policy().reload().expect("the policy is sound");
    for query in [QUESTION, "{ __typename }", "{ _service { sdl } }", "{ nothing }"] {
        let refused = ask(&server, query).await;
        assert_eq!(codes(&refused), [("SITE_SUSPENDED", String::new())], "{query}");
        assert_eq!(refused["errors"][0]["extensions"]["reason"], "清查档案", "{query}");
        assert_eq!(refused["data"], Value::Null, "{query}");
    }
    std::fs::write(&path, "").expect("it is written");
    server.policy().reload().expect("the policy is sound");
    let log =
        "{ committee(id: \"621122-committee\") { accessLog { nodes { seq outcome fields } } } }";
    let after = ask(&server, log).await;
    let rows = after["data"]["committee"]["accessLog"]["nodes"].as_array().expect("a list");
    let outcomes: Vec<_> = rows.iter().rev().map(|row| row["outcome"].clone()).collect();
    let suspended = json!("SITE_SUSPENDED");
    assert_eq!(outcomes[0], "OK");
    assert_eq!(outcomes[1..], [&suspended; 4].map(Clone::clone));
}

#[tokio::test]
async fn a_withdrawn_contract_is_refused_before_anything_of_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("policy.toml");
    let withdrawn = "[[service.withdrawn]]\ncontract = \"network\"\nreason = \"改造中\"\n";
    std::fs::write(&path, withdrawn).expect("it is written");
    let server = site_under(&path).await;
    for query in [
        QUESTION,
        "{ none: committee(id: \"621122-none\") { id } }",
        "{ _entities(representations: [{ __typename: \"Member\", id: \"621122-m-a\" }]) { ... on Member { id } } }",
        "{ _entities(representations: [{ __typename: \"Member\", id: \"621122-m-a\" }]) { __typename } }",
    ] {
        let refused = ask(&server, query).await;
        assert_eq!(codes(&refused), [("CONTRACT_WITHDRAWN", String::new())], "{query}: {refused}");
        assert_eq!(refused["errors"][0]["extensions"]["reason"], "改造中", "{query}");
        assert_eq!(refused["data"], Value::Null, "{query}");
    }
    let still = ask(&server, "{ __typename }").await;
    assert_eq!(still["data"]["__typename"], "Query");
}

#[tokio::test]
async fn what_cannot_be_meant_leaves_the_old_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("policy.toml");
    let server = site_under(&path).await;
    for (text, code) in [
        ("[service]\nsuspended = \" \"\n", "POLICY_REASON_MISSING"),
        ("[service]\nsuspended = true\n", "POLICY_SYNTAX_INVALID"),
        ("[[service.withdrawn]]\ncontract = \"moon\"\nreason = \"x\"\n", "POLICY_CONTRACT_UNKNOWN"),
        ("[[service.withdrawn]]\ncontract = \"network\"\n", "POLICY_SYNTAX_INVALID"),
    ] {
        std::fs::write(&path, text).expect("it is written");
        assert_eq!(server.policy().reload().expect_err(text).code(), code, "{text}");
        let answer = ask(&server, QUESTION).await;
        assert!(answer["data"]["committee"]["name"].is_string(), "{text}: {answer}");
    }
}
