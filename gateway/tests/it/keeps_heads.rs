//! The gateway keeps the heads of the sites' access logs, and no answer waits or fails for it.

use std::{
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use qianzhan_gateway::{
    config::SiteHeadsConfig,
    heads::{HeadBook, HeadKeeper, HeadsFile},
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::testkit::{Behaviour, NetworkBuilder};

const OWN: &str = "{ book(id: \"900201-book00\") { title } }";

/// A site with a log of this name, which has `rows` rows.
fn logging(log: &'static str, rows: &Arc<AtomicI64>) -> Behaviour {
    let rows = Arc::clone(rows);
    Behaviour::lying(move |_, answer| {
        let seq = rows.fetch_add(1, Ordering::Relaxed) + 1;
        let hash = format!("{seq:032x}{log:0>32}");
        answer["extensions"] = json!({ "accessLog": { "seq": seq, "hash": hash } });
    })
}

fn book() -> HeadBook {
    HeadBook::new(HeadsFile::default(), NonZeroUsize::new(4).expect("4 is not 0"))
}

#[tokio::test]
async fn a_log_that_went_back_is_kept_with_what_was_known() {
    let book = Arc::new(book());
    let network = NetworkBuilder::new().head_book(Arc::clone(&book)).start().await;
    let rows = Arc::new(AtomicI64::new(0));
    network.behave("shuji", logging("a", &rows));
    for _ in 0..3 {
        network.ask(OWN).await.expect_whole();
        book.verify_latest();
    }
    let file = book.take_changes().expect("heads are new");
    let places: Vec<i64> = file.sites["shuji"].heads.iter().map(|head| head.seq).collect();
    assert_eq!(places, [1, 2, 3]);
    assert_eq!(file.sites.len(), 1, "the other sites say nothing of a log");

    rows.store(1, Ordering::Relaxed);
    network.behave("shuji", logging("b", &rows));
    network.ask(OWN).await.expect_whole();
    let kept = &book.take_changes().expect("a conflict is new").sites["shuji"];
    let conflict = &kept.conflicts[0];
    assert_eq!((conflict.kept.seq, conflict.found.seq), (2, 2), "two rows at one place");
    assert_eq!(conflict.code, "SITE_LOG_FORKED");
    network.ask(OWN).await.expect_whole();
    assert!(book.take_changes().is_none(), "it is found once");
    rows.store(0, Ordering::Relaxed);
    network.ask(OWN).await.expect_whole();
    let kept = &book.take_changes().expect("a conflict is new").sites["shuji"];
    assert_eq!(kept.conflicts[1].code, "SITE_LOG_WENT_BACK");
}

#[tokio::test]
async fn heads_of_the_last_moment_are_written_at_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("heads.json");
    let keeper = HeadKeeper::open(&SiteHeadsConfig::at(path.clone())).expect("there is no file");
    let network = NetworkBuilder::new().head_book(keeper.book()).start().await;
    network.behave("shuji", logging("a", &Arc::default()));
    network.ask(OWN).await.expect_whole();
    let shutdown = CancellationToken::new();
    shutdown.cancel();
    keeper.run(shutdown).await;
    let file = HeadsFile::read(&path).expect("it was written");
    assert_eq!(file.sites["shuji"].heads[0].seq, 1);

    std::fs::write(&path, "something else").expect("it is written");
    let error = HeadKeeper::open(&SiteHeadsConfig::at(path.clone())).expect_err("it is none");
    assert_eq!(error.code(), "HEADS_FILE_INVALID");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "something else");
}
