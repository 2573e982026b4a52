//! Full-text search finds what the caller may see, and nothing else.

use std::sync::Arc;

use qianzhan_network::{Caller, CallerRole, SiteServer, TrustedIssuers};
use serde_json::{Value, json};

use crate::testkit::{
    Records, appeal, ask_as, caller, code_of, codes, event, opinion_report, platform, region_query,
    site_in, topic,
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
async fn titles_come_before_texts() {
    let server = site().await;
    for (arguments, expected) in [
        ("text: \"饮水\"", &[("e-a", 2), ("t-a", 2), ("a-a", 1), ("o-a", 1)][..]),
        ("text: \"管网 饮水\"", &[("t-a", 2), ("o-a", 1)]),
        // One term in the title and one in the text.
        ("text: \"供水 老化\"", &[("o-a", 1)]),
        ("text: \"q3\"", &[("e-a", 2)]),
        ("text: \"村\"", &[("p-a", 2), ("t-a", 2), ("t-b", 2)]),
        ("text: \"站\", kinds: [PLATFORM]", &[("p-a", 2)]),
        ("text: \"饮水\", kinds: [APPEAL, TOPIC]", &[("t-a", 2), ("a-a", 1)]),
        ("text: \"水饮\"", &[]),
        ("text: \"x' OR 1\"", &[]),
        ("text: \"\\\"饮水\\\" NOT 管网*\"", &[]),
    ] {
        assert_eq!(found(&server, office(), arguments).await, hits(expected), "{arguments}");
    }
    let township = format!("{COUNTY}101");
    assert_eq!(found_in(&server, office(), &township, "text: \"饮水\"").await, hits(&[("t-a", 2)]));
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
    assert_eq!(seen[0]["consultationEvent"]["title"], "饮水安全协商会 Q3");
    assert_eq!(seen[1]["topic"]["title"], "东街村饮水管网改造");
}

#[tokio::test]
async fn what_may_not_be_read_is_not_found() {
    let server = site().await;
    // The public reads titles of events and names of platforms, and no more.
    let public = Arc::new(Caller::anonymous());
    assert_eq!(found(&server, public, "text: \"饮水\"").await, hits(&[("e-a", 2)]));
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
    let script = format!("{tokens} DELETE FROM search_documents; DELETE FROM search_state;");
    qianzhan_testkit::run(&database, &script).await;
    assert_eq!(found(&server, office(), "text: \"饮水\"").await, hits(&[]));
    let again = SiteServer::build(server.site().clone()).await.expect("the site builds");
    assert_eq!(found(&again, office(), "text: \"饮水\"").await.len(), 4);
    assert_eq!(json!(found(&again, office(), "text: \"路灯\"").await), json!([["t-b", 2]]));
}
