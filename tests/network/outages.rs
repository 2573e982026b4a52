//! A site that is gone, not registered, or hosted by its superior.

use std::path::Path;

use qianzhan::demo::DemoNetwork;
use qianzhan_gateway::{
    config::{GatewayConfig, SitesFile},
    gateway::{SourceFiles, SourceTexts},
};
use serde_json::{Value, json};

use crate::testkit::{Answer, ask, runtime, start};

const QUESTION: &str =
    r#"{ region(code: "621100") { tally { members } children { code tally { members } } } }"#;

fn members_of(answer: &Answer, code: &str) -> Value {
    let children = answer.0["data"]["region"]["children"].as_array().expect("a list");
    let child = children.iter().find(|child| child["code"] == code).expect("the county");
    child["tally"]["members"].clone()
}

#[test]
fn a_stopped_site_loses_only_its_own_rows() {
    runtime().block_on(async {
        let data = tempfile::tempdir().expect("a folder");
        let network = start(data.path(), Some("6211")).await;
        let before = ask(&network.gateway, QUESTION, Value::Null).await;
        assert_eq!(before.coverage()["answered"], 8);
        let member = ask(
            &network.gateway,
            r#"{ region(code: "621122") { members(first: 1) { nodes { id } } } }"#,
            Value::Null,
        )
        .await;
        let id = member.data()["region"]["members"]["nodes"][0]["id"].clone();
        let site = network.sites.iter().find(|site| site.id == "621122").expect("陇西");
        site.stop().await;
        let after = ask(&network.gateway, QUESTION, Value::Null).await;
        assert_eq!(after.coverage()["asked"], 8);
        assert_eq!(after.coverage()["answered"], 7);
        assert_eq!(
            after.coverage()["missing"],
            json!([{"site": "621122", "region": "621122", "name": "陇西县政协", "contract": "network", "reason": "UNREACHABLE"}])
        );
        assert!(members_of(&after, "621122").is_null());
        for code in ["621102", "621121", "621123", "621124", "621125", "621126"] {
            assert_eq!(members_of(&after, code), members_of(&before, code), "{code}");
        }
        let total = |answer: &Answer| answer.0["data"]["region"]["tally"]["members"].as_i64();
        let gone = members_of(&before, "621122").as_i64();
        assert_eq!(total(&after).zip(gone).map(|(rest, gone)| rest + gone), total(&before));
        let dead = ask(
            &network.gateway,
            "query($id: ID!) { member(id: $id) { name } region(code: \"621100\") { name } }",
            json!({"id": id}),
        )
        .await;
        assert_eq!(dead.errors(), [("SITE_UNREACHABLE".to_owned(), json!(["member"]))]);
        assert_eq!(dead.0["data"], json!({"member": null, "region": {"name": "定西市"}}));
        let strict = ask(
            &network.gateway,
            r#"query @coverage(min: 0.9) { region(code: "621100") { tally { members } } }"#,
            Value::Null,
        )
        .await;
        assert_eq!(strict.errors()[0].0, "COVERAGE_TOO_LOW");
        assert!(strict.0["data"].is_null());
        network.stop().await;
    });
}

#[test]
fn an_unregistered_county_is_named_and_a_hosted_one_is_answered() {
    runtime().block_on(async {
        let data = tempfile::tempdir().expect("a folder");
        let mut network = start(data.path(), Some("6211")).await;
        let before = ask(&network.gateway, QUESTION, Value::Null).await;
        let without = without_site(&network.sites_file, "621123");
        reload(&network, data.path(), &without);
        let missing = ask(&network.gateway, QUESTION, Value::Null).await;
        assert_eq!(
            missing.coverage()["missing"],
            json!([{"region": "621123", "name": "渭源县", "contract": "network", "reason": "NOT_REGISTERED"}])
        );
        assert!(members_of(&missing, "621123").is_null());
        let codes = ["621100", "621123"].map(str::to_owned);
        let declaration = network.serve_hosting(&codes).await.expect("it serves");
        let mut hosted = without_site(&without, "621100");
        hosted.sites.push(declaration);
        reload(&network, data.path(), &hosted);
        let answer = ask(&network.gateway, QUESTION, Value::Null).await;
        assert_eq!(answer.coverage()["complete"], true, "{}", answer.coverage());
        assert_eq!(answer.coverage()["asked"], 7);
        let listed = ask(&network.gateway, "{ sites { id } }", Value::Null).await;
        assert_eq!(listed.data()["sites"].as_array().map(Vec::len), Some(7), "the new list");
        assert_eq!(members_of(&answer, "621123"), members_of(&before, "621123"));
        assert_eq!(answer.0["data"]["region"]["tally"], before.0["data"]["region"]["tally"]);
        let township = ask(
            &network.gateway,
            r#"{ region(code: "621123100") { level deployments { totalCount } } }"#,
            Value::Null,
        )
        .await;
        assert_eq!(township.coverage()["asked"], 1);
        assert_eq!(township.data()["region"]["level"], "TOWNSHIP");
        network.stop().await;
    });
}

fn without_site(file: &SitesFile, id: &str) -> SitesFile {
    let mut file = file.clone();
    file.sites.retain(|site| site.id != id);
    file
}

/// Loads new sites as a reload does, without waiting for the file system to tell.
fn reload(network: &DemoNetwork, data: &Path, sites: &SitesFile) {
    let text = std::fs::read_to_string(data.join("gateway.toml")).expect("gateway.toml");
    let config = GatewayConfig::parse(&text, data).expect("a configuration");
    let texts = SourceFiles::of_config(&config).read().expect("the files");
    let texts = SourceTexts { sites: Some(sites.to_toml()), ..texts };
    let previous = network.gateway.state();
    let state = texts
        .load(&config.traffic, &config.plan_cache, Some(&previous))
        .expect("the sites file is good");
    network.gateway.replace_state(state);
}
