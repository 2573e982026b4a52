//! Full-text search finds what the caller may see, and nothing else.

use std::sync::Arc;

use qianzhan_network::{Caller, CallerRole, SiteServer, TrustedIssuers};
use serde_json::{Value, json};

use crate::testkit::{
    Records, appeal, ask_as, caller, code_of, codes, event, opinion_report, platform, region_query,
    site_in, site_with_policy, topic,
};

const COUNTY: &str = "621122";

fn records() -> Records {
    let mut records = Records::of_county(COUNTY);
    let mut pipes = topic(COUNTY, "a", "2024-01-01");
    pipes.title = "东街村饮水管网改造".to_owned();
    pipes.locality_code = Some(format!("{COUNTY}101205").parse().expect("a code"));
    let mut roads = topic(COUNTY, "b", "2024-01-02");
    roads.title = "村道路灯".to_owned();
    let mut held = event(COUNTY, "a", "2024-02-01");
    held.title = "饮水安全协商会 Q3".to_owned();
    let mut report = opinion_report(COUNTY, "a", "2024-03-01");
    report.title = "关于冬季供水的建议".to_owned();
    report.text = Some("管网老化，饮水困难。".to_owned());
    let mut place = platform(COUNTY, "a");
    place.name = "东街村委员工作站".to_owned();
    let code = code_of(&place);
    let mut said = appeal(&code, "a", "2024-03-02");
    said.text = "家里饮水有异味".to_owned();
    records.codes = vec![code];
    records.topics = vec![pipes, roads];
    records.events = vec![held];
    records.opinion_reports = vec![report];
    records.appeals = vec![said];
    records.platforms = vec![place];
    records
}

async fn site() -> SiteServer {
    let database = qianzhan_testkit::database().await;
    site_in(&database, &records(), TrustedIssuers::open()).await
}

fn office() -> Arc<Caller> {
    caller(COUNTY, &[CallerRole::Office])
}

async fn found(server: &SiteServer, who: Arc<Caller>, arguments: &str) -> Vec<(String, i64)> {
    found_in(server, who, COUNTY, arguments).await
}

async fn found_in(
    server: &SiteServer,
    who: Arc<Caller>,
    region: &str,
    arguments: &str,
) -> Vec<(String, i64)> {
    let field = format!("search({arguments}) {{ totalCount nodes {{ id score }} }}");
    let response = ask_as(server, who, &region_query(region, &field)).await;
    let hits = &response["data"]["_entities"][0]["search"];
    let nodes = hits["nodes"].as_array().unwrap_or_else(|| panic!("{response}"));
    assert_eq!(hits["totalCount"], nodes.len(), "{response}");
    let hit = |node: &Value| {
        let id = node["id"].as_str().expect("an id");
        (id[COUNTY.len() + 1..].to_owned(), node["score"].as_i64().expect("a score"))
    };
    nodes.iter().map(hit).collect()
}

fn hits(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(id, score)| ((*id).to_owned(), *score)).collect()
}

#[tokio::test]
async fn the_best_come_first_with_the_same_scores_on_either_database() {
    let server = site().await;
    for (arguments, expected) in [
        // In a title before in a text, and in a short one before in a long one.
        ("text: \"饮水\"", &[("t-a", 883), ("e-a", 872), ("a-a", 746), ("o-a", 739)][..]),
        ("text: \"管网 饮水\"", &[("t-a", 883), ("o-a", 739)]),
        // One term in the title and one in the text.
        ("text: \"供水 老化\"", &[("o-a", 811)]),
        ("text: \"q3\"", &[("e-a", 872)]),
        ("text: \"村\"", &[("t-b", 914), ("p-a", 889), ("t-a", 883)]),
        ("text: \"站\", kinds: [PLATFORM]", &[("p-a", 889)]),
        ("text: \"饮水\", kinds: [APPEAL, TOPIC]", &[("t-a", 883), ("a-a", 746)]),
        ("text: \"饮水\", kinds: [PROPOSAL]", &[]),
        ("text: \"水饮\"", &[]),
        ("text: \"x' OR 1\"", &[]),
        ("text: \"\\\"饮水\\\" NOT 管网*\"", &[]),
    ] {
        assert_eq!(found(&server, office(), arguments).await, hits(expected), "{arguments}");
    }
    let township = format!("{COUNTY}101");
    let here = found_in(&server, office(), &township, "text: \"饮水\"").await;
    assert_eq!(here, hits(&[("t-a", 883)]));
}

#[tokio::test]
async fn more_occurrences_count_for_more_and_ever_less_so() {
    let mut records = Records::of_county(COUNTY);
    for (name, times) in [("a", 1), ("b", 2), ("c", 3), ("d", 40)] {
        let mut report = opinion_report(COUNTY, name, "2024-03-01");
        report.title = "建议".to_owned();
        // As long, whatever stands in it.
        report.text = Some(format!("{}{}", "饮水。".repeat(times), "其他。".repeat(40 - times)));
        records.opinion_reports.push(report);
    }
    // What ends a title and begins a text is no phrase.
    records.opinion_reports[0].title = "建议改".to_owned();
    records.opinion_reports[0].text = Some(format!("水饮。饮水。{}", "其他。".repeat(38)));
    let database = qianzhan_testkit::database().await;
    let server = site_in(&database, &records, TrustedIssuers::open()).await;
    let hits = found(&server, office(), "text: \"饮水\"").await;
    let ids: Vec<_> = hits.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["o-d", "o-c", "o-b", "o-a"]);
    let gains: Vec<i64> = hits.windows(2).map(|pair| pair[0].1 - pair[1].1).collect();
    assert!(gains[2] > gains[1] && gains[1] > 0, "{hits:?}");
    assert!(hits[0].1 < 1_000, "{hits:?}");
    assert_eq!(found(&server, office(), "text: \"改水\"").await, []);
}

#[tokio::test]
async fn a_score_tells_nothing_of_what_the_caller_may_not_read() {
    // Peers read titles of reports here, and no texts.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let policy = folder.path().join("policy.toml");
    let text = "[[rules]]\nfields = [\"OpinionReport.text\"]\nrelations = [\"PEER\"]\neffect = \"withhold\"\n\
        [[rules]]\nfields = [\"OpinionReport\"]\neffect = \"allow\"\n";
    std::fs::write(&policy, text).expect("the file is written");
    let mut records = Records::of_county(COUNTY);
    for (name, text) in [("a", "饮水，饮水，饮水。"), ("b", "其他")] {
        let mut report = opinion_report(COUNTY, name, "2024-03-01");
        report.title = "饮水的建议".to_owned();
        report.text = Some(text.to_owned());
        records.opinion_reports.push(report);
    }
    let database = qianzhan_testkit::database().await;
    let issuers = TrustedIssuers::open();
    let server = site_with_policy(&database, &records, issuers, Some(policy)).await;
    let own = found(&server, office(), "text: \"饮水\"").await;
    assert!(own[0].1 > own[1].1, "{own:?}");
    let peer = caller("621123", &[CallerRole::Office]);
    let told = found(&server, peer, "text: \"饮水\"").await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0].1, told[1].1, "{told:?}");
}

#[tokio::test]
async fn pages_of_hits_are_whole() {
    let server = site().await;
    let field = |after: &str| {
        format!(
            "search(text: \"饮水\", first: 1{after}) {{ nodes {{ id topic {{ title }} \
             consultationEvent {{ title }} }} pageInfo {{ hasNextPage endCursor }} }}"
        )
    };
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let response = ask_as(&server, office(), &region_query(COUNTY, &field(&after))).await;
        let page = &response["data"]["_entities"][0]["search"];
        seen.push(page["nodes"][0].clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert_eq!(seen[0]["topic"]["title"], "东街村饮水管网改造");
    assert_eq!(seen[1]["consultationEvent"]["title"], "饮水安全协商会 Q3");
}

#[tokio::test]
async fn what_may_not_be_read_is_not_found() {
    let server = site().await;
    // The public reads titles of events and names of platforms, and no more.
    let public = Arc::new(Caller::anonymous());
    assert_eq!(found(&server, public, "text: \"饮水\"").await, hits(&[("e-a", 872)]));
    let response = ask_as(
        &server,
        Arc::new(Caller::anonymous()),
        &region_query(COUNTY, "search(text: \"饮水\") { totalCount }"),
    )
    .await;
    let withheld = response["extensions"]["withheld"].to_string();
    for field in ["Topic.title", "OpinionReport.title", "Appeal.text"] {
        assert!(withheld.contains(field), "{field}: {withheld}");
    }
}

#[tokio::test]
async fn a_text_without_words_is_refused() {
    let server = site().await;
    for text in ["", " ，。", "一 二 三 四 五 六 七 八 九 十 百"] {
        let query = region_query(COUNTY, &format!("search(text: \"{text}\") {{ totalCount }}"));
        let response = ask_as(&server, office(), &query).await;
        assert_eq!(codes(&response)[0].0, "SEARCH_TEXT_INVALID", "{text}: {response}");
    }
}

#[tokio::test]
async fn records_from_before_the_index_are_found_too() {
    let database = qianzhan_testkit::database().await;
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    let tokens = if qianzhan_testkit::is_postgres() { "" } else { "DELETE FROM search_tokens;" };
    let script = format!("{tokens} DELETE FROM search_documents; DELETE FROM search_kinds;");
    qianzhan_testkit::run(&database, &script).await;
    assert_eq!(found(&server, office(), "text: \"饮水\"").await, hits(&[]));
    let again = SiteServer::build(server.site().clone()).await.expect("the site builds");
    assert_eq!(found(&again, office(), "text: \"饮水\"").await.len(), 4);
    assert_eq!(json!(found(&again, office(), "text: \"路灯\"").await), json!([["t-b", 914]]));
}
