//! What was acknowledged stands: over a kill, and over a restored backup.

use std::{net::SocketAddr, path::Path, process::Command, sync::mpsc, thread};

use qianzhan_testkit::TestStore;
use serde_json::{Value, json};

use crate::{
    command::run,
    site_process::{SITE, SiteProcess, ask},
};

/// Clerks who write at once.
const CLERKS: usize = 4;
/// Acknowledged writes after which the site is killed.
const ENOUGH: usize = 40;

const COLLECT: &str = "mutation Collect($committee: ID!, $key: String!, $title: String!) { \
     collectTopic(committeeId: $committee, idempotencyKey: $key, \
     input: { title: $title, source: PUBLIC }) { id isReplay userErrors { code } } }";

fn collect(folder: &Path, site: SocketAddr, key: &str) -> Option<Value> {
    let variables = json!({
        "committee": format!("{SITE}-committee"), "key": key, "title": format!("议题{key}"),
    });
    let answer = ask(folder, site, COLLECT, &variables)?;
    let topic = answer["data"]["collectTopic"].clone();
    assert_eq!(topic["userErrors"], json!([]), "{answer}");
    Some(topic)
}

fn topic_count(folder: &Path, site: SocketAddr) -> u64 {
    let query = format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{SITE}\" }}]) \
         {{ ... on Region {{ tally {{ topicsCollected }} }} }} }}"
    );
    let answer = ask(folder, site, &query, &Value::Null).expect("the site answers");
    answer["data"]["_entities"][0]["tally"]["topicsCollected"].as_u64().expect("a count")
}

async fn scene() -> (tempfile::TempDir, TestStore) {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["keys", "new", "--out", "keys"]).ok();
    (folder, TestStore::new().await)
}

#[tokio::test]
async fn acknowledged_writes_survive_a_kill() {
    let (folder, store) = scene().await;
    let folder = folder.path();
    let mut site = SiteProcess::start(folder, &store.location());
    let address = site.address;
    let (acknowledge, acknowledged) = mpsc::channel();
    let mut written: Vec<(String, Value)> = Vec::new();
    let tried = thread::scope(|scope| {
        let clerks: Vec<_> = (0..CLERKS)
            .map(|clerk| {
                let acknowledge = acknowledge.clone();
                scope.spawn(move || {
                    // Until the site is gone.
                    for number in 0.. {
                        let key = format!("{clerk}-{number}");
                        let Some(topic) = collect(folder, address, &key) else {
                            return number + 1;
                        };
                        acknowledge.send((key, topic["id"].clone())).expect("it is counted");
                    }
                    unreachable!("the numbers do not end")
                })
            })
            .collect();
        drop(acknowledge);
        written.extend(acknowledged.iter().take(ENOUGH));
        site.kill();
        // Those that were acknowledged before the kill was felt.
        written.extend(acknowledged.iter());
        clerks.into_iter().map(|clerk| clerk.join().expect("no clerk panics")).sum::<u64>()
    });

    let site = SiteProcess::start(folder, &store.location());
    let stand = topic_count(folder, site.address);
    let acknowledged = written.len() as u64;
    assert!((acknowledged..=tried).contains(&stand), "{acknowledged} {stand} {tried}");
    for (key, id) in &written {
        let again = collect(folder, site.address, key).expect("the site answers");
        assert_eq!((&again["isReplay"], &again["id"]), (&json!(true), id), "{key}");
    }
    assert_eq!(topic_count(folder, site.address), stand);
    drop(site);
    run(folder, &["access-log", "verify", "--database", &store.location()]).ok();
}

#[tokio::test]
async fn a_backup_of_a_running_site_is_whole() {
    let (folder, store) = scene().await;
    let folder = folder.path();
    let site = SiteProcess::start(folder, &store.location());
    for key in ["a", "b"] {
        collect(folder, site.address, key).expect("the site answers");
    }
    let restored = back_up(folder, &store).await;
    // What comes later is not in it.
    collect(folder, site.address, "c").expect("the site answers");
    drop(site);
    let site = SiteProcess::start(folder, &restored);
    assert_eq!(topic_count(folder, site.address), 2);
    let again = collect(folder, site.address, "b").expect("the site answers");
    assert_eq!(again["isReplay"], true);
    let new = collect(folder, site.address, "c").expect("the site answers");
    assert_eq!(new["isReplay"], false);
    drop(site);
    run(folder, &["access-log", "verify", "--database", &restored]).ok();
}

/// Backs the store up and restores the copy, as the operator's guide says; where it stands.
async fn back_up(folder: &Path, store: &TestStore) -> String {
    let location = store.location();
    let TestStore::Schema(url) = store else {
        run(folder, &["backup", "--database", &location, "--to", "copy.sqlite"]).ok();
        let again = run(folder, &["backup", "--database", &location, "--to", "copy.sqlite"]);
        assert_eq!(again.code(), "BACKUP_EXISTS");
        return "copy.sqlite".to_owned();
    };
    let refused = run(folder, &["backup", "--database", &location, "--to", "copy.sqlite"]);
    assert_eq!(refused.code(), "BACKUP_BY_SERVER");
    let (server, schema) = url.rsplit_once("%3D").expect("a schema");
    let server =
        server.split(['&', '?']).filter(|it| !it.starts_with("options=")).collect::<Vec<_>>();
    let (base, parameters) = server.split_first().expect("a URL");
    let root = base.trim_end_matches("/postgres");
    let parameters = parameters.join("&");
    let copy = format!("{root}/copy_{schema}?{parameters}");
    let source = format!("{base}?{parameters}");
    let database = store.open().await;
    let create = format!("CREATE DATABASE copy_{schema} TEMPLATE template0");
    database.run_script(&create).await.expect("a new database");
    let dump = folder.join("copy.dump");
    let dump = dump.to_str().expect("UTF-8");
    for (tool, arguments) in [
        ("pg_dump", ["-Fc", "-n", schema, "-f", dump, &source]),
        (
            "pg_restore",
            ["--no-owner", "--exit-on-error", "--single-transaction", "-d", &copy, dump],
        ),
    ] {
        let done = Command::new(tool).args(arguments).output().expect("the tool starts");
        assert!(done.status.success(), "{tool}: {}", String::from_utf8_lossy(&done.stderr));
    }
    format!("{copy}&options=-csearch_path%3D{schema}")
}
