//! A county that withdraws its own contract still serves the records that every committee keeps.

use std::sync::Arc;

use async_graphql::Request;
use qianzhan_network::{Caller, CallerRole, Site, SiteServer};
use serde_json::{Value, json};

use crate::testkit::site;

#[tokio::test]
async fn what_other_contracts_have_is_served_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("policy.toml");
    let withdrawn = "[[service.withdrawn]]\ncontract = \"county\"\nreason = \"改版\"\n";
    std::fs::write(&path, withdrawn).expect("it is written");
    let open = site().await;
    let site = Site { policy: Some(path), ..open.site().clone() };
    let server = SiteServer::build(site).await.expect("the site builds");
    let ask = async |fields: &str| -> Value {
        let caller = Caller {
            region: server.site().regions.first().copied(),
            roles: vec![CallerRole::Office],
            ..Caller::anonymous()
        };
        let query = format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"621122\" }}]) \
             {{ ... on Region {{ platforms {{ nodes {{ {fields} }} }} }} }} }}"
        );
        let response = server.execute(Arc::new(caller), Request::new(query)).await;
        serde_json::to_value(response).expect("responses serialize")
    };
    let served = ask("id").await;
    let nodes = &served["data"]["_entities"][0]["platforms"]["nodes"];
    assert_eq!(*nodes, json!([{ "id": "621122-p-a" }, { "id": "621122-p-b" }]), "{served}");
    for fields in ["id council { name }", "id ...on Platform { c: council { isGenerated } }"] {
        let refused = ask(fields).await;
        assert_eq!(refused["data"], Value::Null, "{fields}: {refused}");
        let extensions = &refused["errors"][0]["extensions"];
        assert_eq!(*extensions, json!({ "code": "CONTRACT_WITHDRAWN", "reason": "改版" }));
    }
}
