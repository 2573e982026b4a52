//! A call that was overheard is not taken again: neither after the site was started anew, nor by another
//! process over the same records.

use std::{net::SocketAddr, path::Path};

use qianzhan_gateway::auth::CallProof;
use qianzhan_testkit::TestStore;
use serde_json::{Value, json};

use crate::{
    command::run,
    site_process::{SiteProcess, prove, send},
};

const QUESTION: &str = "{ __typename }";

async fn scene() -> (tempfile::TempDir, TestStore) {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["keys", "new", "--out", "keys"]).ok();
    (folder, TestStore::new().await)
}

#[track_caller]
fn assert_taken(site: SocketAddr, proof: &CallProof) {
    let answer = send(site, proof, QUESTION, &Value::Null).expect("the site answers");
    assert_eq!(answer["data"]["__typename"], "Query", "{answer}");
}

#[track_caller]
fn assert_replayed(site: SocketAddr, proof: &CallProof) {
    let answer = send(site, proof, QUESTION, &Value::Null).expect("the site answers");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "CALL_REPLAYED", "{answer}");
    assert_eq!(answer["data"], Value::Null);
}

/// A new call of the same gateway.
fn assert_takes_calls(folder: &Path, site: SocketAddr) {
    assert_taken(site, &prove(folder));
}

#[tokio::test]
async fn a_call_made_before_a_site_was_killed_is_refused_after() {
    let (folder, store) = scene().await;
    let folder = folder.path();
    let mut site = SiteProcess::start(folder, &store.location());
    let overheard = prove(folder);
    assert_taken(site.address, &overheard);
    assert_replayed(site.address, &overheard);
    site.kill();
    let site = SiteProcess::start(folder, &store.location());
    assert_replayed(site.address, &overheard);
    assert_takes_calls(folder, site.address);
}

#[tokio::test]
async fn a_call_made_to_one_process_is_refused_by_another_over_the_same_records() {
    let (folder, store) = scene().await;
    let folder = folder.path();
    let one = SiteProcess::start(folder, &store.location());
    let other = SiteProcess::start(folder, &store.location());
    let overheard = prove(folder);
    assert_taken(one.address, &overheard);
    assert_replayed(other.address, &overheard);
    // Whichever is asked first takes the token.
    let overheard = prove(folder);
    assert_taken(other.address, &overheard);
    assert_replayed(one.address, &overheard);
    assert_takes_calls(folder, one.address);
    assert_takes_calls(folder, other.address);
}

#[tokio::test]
async fn a_write_that_was_overheard_is_not_made_again_after_a_restart() {
    let (folder, store) = scene().await;
    let folder = folder.path();
    let write = "mutation($key: String!) { collectTopic(committeeId: \"621122-committee\", \
         idempotencyKey: $key, input: { title: \"甲\", source: PUBLIC }) { id isReplay } }";
    let mut site = SiteProcess::start(folder, &store.location());
    let overheard = prove(folder);
    let written = send(site.address, &overheard, write, &json!({ "key": "a" }));
    let written = written.expect("the site answers");
    assert_eq!(written["data"]["collectTopic"]["isReplay"], false, "{written}");
    site.kill();
    let site = SiteProcess::start(folder, &store.location());
    // Under another key it would be another topic.
    let again = send(site.address, &overheard, write, &json!({ "key": "b" }));
    let again = again.expect("the site answers");
    assert_eq!(again["errors"][0]["extensions"]["code"], "CALL_REPLAYED", "{again}");
}
