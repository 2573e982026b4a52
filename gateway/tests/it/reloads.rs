//! Files that change on disk serve at once if they are right, and never if they are wrong.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use qianzhan_gateway::{
    config::PlanCacheConfig,
    gateway::{Reloader, SourceFiles, SourceTexts},
};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::testkit::{Network, answer::Answer, stock::Stock, world::code};

/// A network whose gateway watches files; the watch ends when it is dropped.
struct Watched {
    network: Network,
    files: SourceFiles,
    shutdown: CancellationToken,
    watch: JoinHandle<()>,
    folder: tempfile::TempDir,
}

impl Watched {
    async fn start() -> Self {
        let network = Network::usual().await;
        let folder = tempfile::tempdir().expect("a folder");
        let files = SourceFiles {
            supergraph: folder.path().join("supergraph.graphql"),
            sites: Some(folder.path().join("sites.toml")),
            regions: vec![folder.path().join("regions.csv")],
        };
        let texts = network.texts.clone();
        write(&files.supergraph, &texts.supergraph);
        write(&folder.path().join("sites.toml"), texts.sites.as_deref().expect("a sites file"));
        write(&files.regions[0], &texts.regions[0]);
        let reloader = Reloader::new(
            network.gateway.clone(),
            files.clone(),
            texts,
            network.traffic.clone(),
            PlanCacheConfig::default(),
        )
        .expect("the folder can be watched");
        let shutdown = CancellationToken::new();
        let watch = tokio::spawn(reloader.run(shutdown.clone()));
        Self { network, files, shutdown, watch, folder }
    }

    fn write_sites(&self, text: &str) {
        // Renamed into place, as editors and orchestrators do.
        let new = self.folder.path().join("sites.toml.new");
        write(&new, text);
        std::fs::rename(&new, self.files.sites.as_ref().expect("a sites file")).expect("renamed");
    }

    /// Asks until the answer is as `wanted`; the bound is far beyond any reload.
    async fn ask_until(&self, query: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.network.ask(query).await;
            if wanted(&answer) {
                return answer;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "still {}", answer.body);
            tokio::task::yield_now().await;
        }
    }

    async fn stop(self) {
        self.shutdown.cancel();
        self.watch.await.expect("the watch ends without a panic");
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the file can be written");
}

fn sites_text(texts: &SourceTexts) -> String {
    texts.sites.clone().expect("a sites file")
}

const FEIYE: &str = "{ region(code: \"900202\") { site { id } stock { copies } } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_sites_file_routes_anew_and_a_broken_one_is_refused() {
    let watched = Watched::start().await;
    let copies = |region: &str| Stock::of(&watched.network.world.books_within(region)).copies;
    let expected =
        json!({ "region": { "site": { "id": "feiye" }, "stock": { "copies": copies("900202") } } });
    let before = watched.network.ask(FEIYE).await;
    assert_eq!(*before.expect_whole(), expected);

    // The county's site goes, and its city lists the county: it answers, of books that it has not.
    let old = sites_text(&watched.network.texts);
    let begin = old.find("[[site]]\nid = \"feiye\"").expect("the site stands in the file");
    let end = old[begin + 1..].find("[[site]]").map_or(old.len(), |next| begin + 1 + next);
    let hosted = format!("{}{}", &old[..begin], &old[end..])
        .replace("regions = [\"900200\"]", "regions = [\"900200\", \"900202\"]");
    watched.write_sites(&hosted);
    let after = watched
        .ask_until(FEIYE, |answer| answer.data()["region"]["site"]["id"] == "diancang")
        .await;
    assert_eq!(after.data()["region"]["stock"]["copies"], 0);
    assert_eq!(after.coverage_line(), "1/1");

    // Broken files are refused; a good one after them proves that they were read.
    for broken in [
        "not toml [".to_owned(),
        old.replace("regions = [\"900201\"]", "regions = [\"110000\"]"),
        old.replace("contracts = [\"catalog\"]", "contracts = [\"nonsense\"]"),
        old.replace("[contracts.catalog]", "[contracts.unknown]"),
    ] {
        let refused = SourceTexts { sites: Some(broken.clone()), ..watched.network.texts.clone() };
        let loaded = refused.load(&watched.network.traffic, &PlanCacheConfig::default(), None);
        assert!(loaded.is_err(), "{broken}");
        let serving = std::sync::Arc::as_ptr(&watched.network.gateway.state());
        watched.write_sites(&broken);
        let answer = watched.network.ask(FEIYE).await;
        assert_eq!(answer.data()["region"]["site"]["id"], "diancang", "the old file serves on");
        assert_eq!(serving, std::sync::Arc::as_ptr(&watched.network.gateway.state()));
    }
    watched.write_sites(&old);
    let back =
        watched.ask_until(FEIYE, |answer| answer.data()["region"]["site"]["id"] == "feiye").await;
    assert_eq!(*back.expect_whole(), expected);
    watched.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_regions_are_known_and_a_broken_supergraph_is_refused() {
    let watched = Watched::start().await;
    let query = "{ region(code: \"900101003\") { name } }";
    let before = watched.network.ask(query).await;
    assert_eq!(before.data()["region"]["name"], json!(null), "a town that is not listed");
    write(&watched.files.supergraph, "type Query { a: Int }");
    let regions = format!(
        "{}900101003,900101,TOWNSHIP,抄本镇,抄本,Chaoben\n",
        watched.network.texts.regions[0]
    );
    write(&watched.files.regions[0], &regions);
    let same = watched.network.ask(query).await;
    assert_eq!(same.data()["region"]["name"], json!(null), "one wrong file keeps all old ones");
    write(&watched.files.supergraph, &watched.network.texts.supergraph);
    let after =
        watched.ask_until(query, |answer| answer.data()["region"]["name"] == "抄本镇").await;
    after.expect_whole();
    assert!(watched.network.gateway.state().registry.regions().get(code("900101003")).is_some());
    watched.stop().await;
}

#[tokio::test]
async fn a_reload_keeps_plans_and_the_breakers_of_sites_that_did_not_change() {
    let network = Network::usual().await;
    let before = network.gateway.state();
    let moved = sites_text(&network.texts).replacen("zhifang 图书馆", "纸坊县图书馆", 1);
    let texts = SourceTexts { sites: Some(moved), ..network.texts.clone() };
    let after = texts
        .load(&network.traffic, &PlanCacheConfig::default(), Some(&before))
        .expect("the texts are right");
    assert!(std::sync::Arc::ptr_eq(&before.plans, &after.plans));
    let kept = before
        .registry
        .sites()
        .zip(after.registry.sites())
        .filter(|((_, old), _)| !old.spec.regions.is_empty())
        .filter(|((_, old), (_, new))| std::sync::Arc::ptr_eq(old, new))
        .count();
    assert_eq!(kept, 7, "all but the one with another name");
}
