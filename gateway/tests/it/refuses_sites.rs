//! Sites that are suspended, withdrew a contract, or were revoked: coverage says `REFUSED` and why.

use std::{sync::Arc, time::Duration};

use http::HeaderValue;
use qianzhan_gateway::{
    auth::Caller,
    config::{PlanCacheConfig, SitesFile},
    sites::{CallDeadline, CallError, CallHead, HttpClient},
};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::testkit::{Behaviour, Network};

const ALL: &str = "{ region(code: \"900000\") { stock { copies } } }";

fn refusal(code: &str, reason: &str) -> Value {
    let extensions = json!({ "code": code, "reason": reason });
    json!({ "data": null, "errors": [{ "message": "refused", "extensions": extensions }] })
}

#[tokio::test]
async fn a_suspended_site_is_missing_and_its_owner_says_why() {
    let network = Network::usual().await;
    let suspended = refusal("SITE_SUSPENDED", "清查档案").to_string();
    network.behave("shuji", Behaviour::fixed(200, suspended));
    // Often enough to open a breaker, if it counted this.
    for _ in 0..8 {
        let answer = network.ask(ALL).await;
        assert_eq!(answer.coverage_line(), "7/8 900201 REFUSED");
        assert_eq!(answer.coverage()["missing"][0]["detail"], "清查档案");
        assert!(answer.errors().is_empty(), "the others' figures stand: {}", answer.body);
    }
    let own = network.ask("{ book(id: \"900201-book00\") { title } }").await;
    assert_eq!(own.error_lines(), ["SITE_SUSPENDED at book from shuji"]);
    assert_eq!(own.data()["book"], Value::Null);
    network.behave("shuji", Behaviour::Well);
    assert_eq!(network.ask(ALL).await.coverage_line(), "8/8");
}

#[tokio::test]
async fn a_withdrawn_contract_leaves_the_others() {
    let network = Network::usual().await;
    network.behave(
        "diancang",
        Behaviour::lying(|request, answer| {
            if request["query"].as_str().is_some_and(|query| query.contains("cityPrize")) {
                *answer = refusal("CONTRACT_WITHDRAWN", "改版");
            }
        }),
    );
    let answer = network.ask("{ book(id: \"900200-book00\") { title cityPrize } }").await;
    let title = &network.world.book("900200-book00").title;
    assert_eq!(answer.data()["book"], json!({ "title": title, "cityPrize": null }));
    assert_eq!(answer.error_lines().len(), 1, "{}", answer.body);
    assert!(answer.error_lines()[0].starts_with("CONTRACT_WITHDRAWN at book"), "{}", answer.body);
    let missing = &answer.coverage()["missing"][0];
    assert_eq!(
        (&missing["contract"], &missing["reason"], &missing["detail"]),
        (&json!("award"), &json!("REFUSED"), &json!("改版"))
    );
}

/// The network's sites file with one site revoked, or taken out.
fn changed(network: &Network, change: impl FnOnce(&mut SitesFile)) -> String {
    let text = network.texts.sites.as_deref().expect("a sites file");
    let mut file: SitesFile = toml::from_str(text).expect("it reads");
    change(&mut file);
    file.to_toml()
}

fn load(network: &Network, sites: String) {
    let texts =
        qianzhan_gateway::gateway::SourceTexts { sites: Some(sites), ..network.texts.clone() };
    let before = network.gateway.state();
    let state = texts.load(&network.traffic, &PlanCacheConfig::default(), Some(&before));
    network.gateway.replace_state(state.expect("the texts make a state"));
}

#[tokio::test]
async fn a_revoked_site_is_not_called_and_its_region_is_not_taken_for_empty() {
    let network = Network::usual().await;
    let revoke = |file: &mut SitesFile| {
        let site = file.sites.iter_mut().find(|site| site.id == "feiye").expect("a site");
        site.revoked = Some("协议到期".to_owned());
    };
    load(&network, changed(&network, revoke));
    network.take_calls();
    let answer = network.ask(ALL).await;
    assert_eq!(answer.coverage_line(), "7/8 900202 REFUSED");
    assert_eq!(answer.coverage()["missing"][0]["detail"], "协议到期");
    let own = network.ask("{ book(id: \"900202-book00\") { title } }").await;
    assert_eq!(own.error_lines(), ["SITE_REVOKED at book from feiye"]);
    assert!(!network.take_call_counts().contains_key("feiye"), "it was called");
    load(&network, network.texts.sites.clone().expect("a sites file"));
    assert_eq!(network.ask(ALL).await.coverage_line(), "8/8");
}

#[tokio::test]
async fn requests_that_began_before_make_no_further_call() {
    for (case, revokes) in [("revoked", true), ("taken out", false)] {
        let network = Network::usual().await;
        let before = network.gateway.state();
        let (_, site) = before
            .registry
            .sites()
            .find(|(_, site)| site.spec.id == "feiye")
            .expect("it is registered");
        load(
            &network,
            changed(&network, |file| {
                let place = file.sites.iter().position(|site| site.id == "feiye").expect("a site");
                if revokes {
                    file.sites[place].revoked = Some("协议到期".to_owned());
                } else {
                    file.sites.remove(place);
                }
            }),
        );
        network.take_calls();
        let client = HttpClient::new(&network.traffic);
        let head = CallHead {
            caller: &Caller::anonymous(),
            request_id: &HeaderValue::from_static("a"),
            address: None,
            may_share: false,
        };
        let at = Instant::now() + Duration::from_secs(5);
        let deadline = CallDeadline { at, is_of_client: false };
        let body = "{\"query\":\"{ __typename }\"}".into();
        let called = client.call(site, body, head, deadline, |_| Ok::<_, CallError>(())).await;
        assert_eq!(called.expect_err(case).code(), "SITE_REVOKED", "{case}");
        assert!(network.take_call_counts().is_empty(), "{case}");
        let others = before.registry.sites().filter(|(_, other)| !Arc::ptr_eq(other, site));
        assert!(others.into_iter().all(|(_, other)| other.revoked().is_none()), "{case}");
    }
}
