//! `access-log verify --against`: the heads that a gateway kept show what a chain alone cannot.

use std::{fs, num::NonZeroUsize, path::Path, sync::Arc};

use async_graphql::Request;
use qianzhan_gateway::heads::{HeadBook, HeadsFile, SeenHead};
use qianzhan_network::{Caller, Database, Level, Site, SiteKey, SiteServer, TrustedIssuers};
use serde_json::Value;

use crate::command::run;

const SITE: &str = "621122";

/// Calls a site so many times, whose database is at `path`; a gateway takes note of the heads.
async fn call(path: &Path, key: &SiteKey, calls: usize, book: &HeadBook) {
    let database = Database::open(path).await.expect("it opens");
    let site = Site {
        name: SITE.to_owned(),
        level: Level::County,
        regions: vec![SITE.parse().expect("a code")],
        database: database.clone(),
        extensions: Vec::new(),
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: Some(Arc::new(key.clone())),
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let keys: Arc<[String]> = [key.public().to_owned()].into();
    for _ in 0..calls {
        let mark = book.mark(SITE);
        let caller = Arc::new(Caller::anonymous());
        let answer = server.execute(caller, Request::new("{ __typename }")).await;
        let answer = serde_json::to_value(answer).expect("responses serialize");
        let head = &answer["extensions"]["accessLog"];
        let text = |name: &str| head[name].as_str().map(str::to_owned);
        let seen = SeenHead {
            seq: head["seq"].as_i64().expect("a place"),
            hash: text("hash").expect("a hash"),
            signature: text("signature"),
        };
        book.saw(SITE, &keys, mark, Some(seen));
    }
    database.close().await;
}

fn book(file: HeadsFile) -> HeadBook {
    HeadBook::new(file, NonZeroUsize::new(16).expect("16 is not 0"))
}

async fn cut(path: &Path, rows_left: u32) {
    let database = Database::open(path).await.expect("it opens");
    let sql = format!(
        "DROP TRIGGER access_log_is_never_cut; DELETE FROM access_log WHERE seq > {rows_left};"
    );
    database.run_script(&sql).await.expect("it is cut");
    database.close().await;
}

#[tokio::test]
async fn a_cut_tail_and_a_replaced_chain_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    run(folder.path(), &["keys", "new", "--out", "keys"]).ok();
    run(folder.path(), &["keys", "new", "--out", "others"]).ok();
    let pem = fs::read_to_string(at("keys/signing.pem")).expect("a key");
    let key = SiteKey::from_pem(&pem).expect("a key");
    let before = book(HeadsFile::default());
    call(&at("621122.sqlite"), &key, 5, &before).await;
    before.verify_latest();
    let kept = before.take_changes().expect("a head is new");
    kept.write(&at("heads.json")).expect("it is written");

    let verify = |more: &[&str]| {
        let command = ["access-log", "verify", "--database", "621122.sqlite"];
        run(folder.path(), &[&command, more].concat())
    };
    let against = ["--against", "heads.json"];
    let with_keys = ["--against", "heads.json", "--keys", "keys/jwks.json"];
    assert!(verify(&against).ok().contains("1 kept heads agree"));
    assert!(verify(&with_keys).ok().starts_with("5 "));
    let others = ["--against", "heads.json", "--keys", "others/jwks.json"];
    assert_eq!(verify(&others).code(), "ACCESS_LOG_HEAD_UNSIGNED");
    let elsewhere = ["--against", "heads.json", "--site", "620000"];
    assert_eq!(verify(&elsewhere).code(), "ACCESS_LOG_SITE_UNKNOWN");

    // The tail is cut: the chain alone is sound, and the kept head shows it.
    cut(&at("621122.sqlite"), 3).await;
    verify(&[]).ok();
    assert_eq!(verify(&with_keys).code(), "ACCESS_LOG_TAIL_CUT");

    // It grows again: now the kept place has another row.
    let after = book(kept);
    call(&at("621122.sqlite"), &key, 4, &after).await;
    verify(&[]).ok();
    assert_eq!(verify(&with_keys).code(), "ACCESS_LOG_CHAIN_REPLACED");

    // The gateway saw the log go back, and keeps both heads to show for it.
    after.verify_latest();
    let file = after.take_changes().expect("a conflict is new");
    file.write(&at("heads.json")).expect("it is written");
    let ran = verify(&with_keys);
    assert!(ran.stderr.contains("SITE_LOG_WENT_BACK"), "{ran:?}");
    assert_eq!(ran.code(), "ACCESS_LOG_CHAIN_REPLACED");

    // A head that was changed in the gateway's file is no head of the site.
    let mut text: Value =
        serde_json::from_str(&fs::read_to_string(at("heads.json")).expect("a file")).expect("JSON");
    text["sites"][SITE]["heads"][0]["seq"] = 99.into();
    fs::write(at("heads.json"), text.to_string()).expect("it is written");
    assert_eq!(verify(&against).code(), "ACCESS_LOG_HEAD_UNSIGNED");
}

#[tokio::test]
async fn heads_may_be_lines_too() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["keys", "new", "--out", "keys"]).ok();
    let pem = fs::read_to_string(folder.path().join("keys/signing.pem")).expect("a key");
    let key = SiteKey::from_pem(&pem).expect("a key");
    let book = book(HeadsFile::default());
    call(&folder.path().join("a.sqlite"), &key, 2, &book).await;
    let verify = || {
        let command = ["access-log", "verify", "--database", "a.sqlite", "--against", "heads"];
        run(folder.path(), &command)
    };
    let printed = run(folder.path(), &["access-log", "verify", "--database", "a.sqlite"]).ok();
    let (seq, hash) = printed.lines().last().and_then(|it| it.split_once(' ')).expect("a head");
    let write = |text: String| {
        fs::write(folder.path().join("heads"), text).expect("it is written");
    };
    write(format!("{{\"seq\":{seq},\"hash\":\"{hash}\"}}\n"));
    verify().ok();
    write(format!("{{\"seq\":3,\"hash\":\"{hash}\"}}\n"));
    assert_eq!(verify().code(), "ACCESS_LOG_TAIL_CUT");
    write("heads".to_owned());
    assert_eq!(verify().code(), "ACCESS_LOG_HEADS_INVALID");
}
