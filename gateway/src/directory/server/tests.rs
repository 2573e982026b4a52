use std::collections::BTreeSet;

use apollo_compiler::ast::{Definition, Document};

use super::*;
use crate::directory::{SiteEntry, SiteState};

const GANSU: &str = include_str!("../../../../schema/regions.csv");
const LOCALITIES: &str = "code,parent_code,kind,name\n621122101,621122,TOWNSHIP,文峰镇\n";
const CONTRACT: &str = include_str!("../../../../schema/directory.graphql");

struct FixedSites(Vec<SiteEntry>);

impl SiteDirectory for FixedSites {
    fn sites(&self) -> Vec<SiteEntry> {
        self.0.clone()
    }
}

fn site(id: &str, regions: &[&str], state: SiteState) -> SiteEntry {
    SiteEntry {
        id: id.to_owned(),
        name: format!("{id} 政协"),
        regions: regions
            .iter()
            .map(|code| RegionCode::parse(code).expect("a region code"))
            .collect(),
        contracts: vec!["network".to_owned()],
        state,
    }
}

/// 陇西 has its own site, 通渭 (621121) is hosted by its city.
fn directory() -> Directory {
    let regions = RegionTable::parse(&[GANSU, LOCALITIES]).expect("a valid table");
    let sites = FixedSites(vec![
        site("620000", &["620000"], SiteState::Up),
        site("621100", &["621100", "621121"], SiteState::Up),
        site("621122", &["621122"], SiteState::BreakerOpen),
    ]);
    Directory::new(Arc::new(regions), Arc::new(sites)).expect("known levels")
}

async fn ask(query: &str, variables: Value) -> Value {
    let Value::Object(variables) = variables else { panic!("variables are an object") };
    directory().execute(query, variables).await
}

#[tokio::test]
async fn a_region_tells_its_names_and_its_neighbours() {
    let response = ask(
        "query ($code: ID!) { region(code: $code) {
            code name shortName pinyin level parent { code } children { code name level }
        } }",
        json!({ "code": "621122" }),
    )
    .await;
    assert_eq!(
        response,
        json!({ "data": { "region": {
            "code": "621122", "name": "陇西县", "shortName": "陇西", "pinyin": "Longxi Xian",
            "level": "COUNTY", "parent": { "code": "621100" },
            "children": [{ "code": "621122101", "name": "文峰镇", "level": "TOWNSHIP" }],
        } } })
    );
}

#[tokio::test]
async fn a_place_that_is_not_listed_has_a_level_and_a_parent_but_no_name() {
    let response = ask(
        "{ region(code: \"621122199201\") { name level parent { code } children { code } } }",
        json!({}),
    )
    .await;
    assert_eq!(
        response["data"]["region"],
        json!({ "name": null, "level": "VILLAGE", "parent": { "code": "621122" }, "children": [] })
    );
}

#[tokio::test]
async fn regions_are_listed_by_level() {
    let count = async |level: &str| {
        let response = ask(&format!("{{ regions{level} {{ code }} }}"), json!({})).await;
        response["data"]["regions"].as_array().expect("a list").len()
    };
    assert_eq!(count("").await, 102);
    assert_eq!(count("(level: CITY)").await, 14);
    assert_eq!(count("(level: COUNTY)").await, 86);
    assert_eq!(count("(level: VILLAGE)").await, 0);
}

#[tokio::test]
async fn the_owner_of_a_region_is_its_site_or_the_superiors() {
    for (code, owner) in [
        ("621122", "621122"),
        ("621122101", "621122"),
        ("621121", "621100"),
        ("621100", "621100"),
        ("620102", "620000"),
    ] {
        let query = format!("{{ region(code: \"{code}\") {{ site {{ id }} }} }}");
        let response = ask(&query, json!({})).await;
        assert_eq!(response["data"]["region"]["site"]["id"], owner, "{code}");
    }
}

#[tokio::test]
async fn sites_are_told_with_their_state_by_region() {
    let response = ask(
        "{ sites(within: \"621122\") { id name regions { name } contracts state } }",
        json!({}),
    )
    .await;
    assert_eq!(
        response["data"]["sites"],
        json!([{
            "id": "621122", "name": "621122 政协", "regions": [{ "name": "陇西县" }],
            "contracts": ["network"], "state": "BREAKER_OPEN",
        }])
    );
    for (within, expected) in [
        ("", json!([{ "id": "620000" }, { "id": "621100" }, { "id": "621122" }])),
        ("(within: \"621100\")", json!([{ "id": "621100" }, { "id": "621122" }])),
        ("(within: \"621121\")", json!([{ "id": "621100" }])),
        ("(within: \"621122101\")", json!([{ "id": "621122" }])),
        ("(within: \"620102\")", json!([{ "id": "620000" }])),
    ] {
        let response = ask(&format!("{{ sites{within} {{ id }} }}"), json!({})).await;
        assert_eq!(response["data"]["sites"], expected, "{within}");
    }
}

#[tokio::test]
async fn entities_are_found_by_code_and_an_unknown_one_costs_only_itself() {
    let response = ask(
        "query ($representations: [_Any!]!) {
            _entities(representations: $representations) { ... on Region { code name } }
        }",
        json!({ "representations": [
            { "__typename": "Region", "code": "621122" },
            { "__typename": "Region", "code": "110000" },
            { "__typename": "Region", "code": "620000" },
        ] }),
    )
    .await;
    assert_eq!(
        response["data"]["_entities"],
        json!([
            { "code": "621122", "name": "陇西县" },
            null,
            { "code": "620000", "name": "甘肃省" },
        ])
    );
    assert_eq!(response["errors"].as_array().map(Vec::len), Some(1));
    assert_eq!(response["errors"][0]["extensions"]["code"], "REGION_UNKNOWN");
}

#[tokio::test]
async fn bad_codes_are_errors_with_codes() {
    for (query, expected) in [
        ("{ region(code: \"6211\") { name } }", "REGION_CODE_INVALID"),
        ("{ region(code: \"110000\") { name } }", "REGION_UNKNOWN"),
        ("{ sites(within: \"x\") { id } }", "REGION_CODE_INVALID"),
        ("{ sites(within: \"110000\") { id } }", "REGION_UNKNOWN"),
    ] {
        let response = ask(query, json!({})).await;
        assert_eq!(response["errors"][0]["extensions"]["code"], expected, "{query}");
    }
}

#[tokio::test]
async fn requests_come_and_go_as_bytes() {
    let directory = directory();
    let answer = async |request: &str| -> Value {
        let answer = directory.call(Bytes::copy_from_slice(request.as_bytes())).await;
        serde_json::from_slice(&answer).expect("JSON")
    };
    let request = json!({
        "query": "query A { sites { id } } query B($c: ID!) { region(code: $c) { name } }",
        "operationName": "B",
        "variables": { "c": "620000" },
    });
    assert_eq!(
        answer(&request.to_string()).await,
        json!({ "data": { "region": { "name": "甘肃省" } } })
    );
    let refused = answer("{").await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "REQUEST_INVALID");
}

#[test]
fn a_level_beyond_the_contract_is_refused() {
    let text = "code,parent_code,level,name\n620000,,REALM,甘肃省\n";
    let regions = RegionTable::parse(&[text]).expect("any level is a level");
    let error = Directory::new(Arc::new(regions), Arc::new(FixedSites(Vec::new())))
        .err()
        .expect("the contract has no such level");
    assert_eq!(error.code(), "DIRECTORY_LEVEL_UNKNOWN");
}

#[tokio::test]
async fn the_server_holds_the_contract() {
    let response = ask("{ _service { sdl } }", json!({})).await;
    let served = response["data"]["_service"]["sdl"].as_str().expect("a text");
    assert_eq!(coordinates(served), coordinates(CONTRACT));
}

/// Every field with its arguments and type, every directive of an object, and every enum value.
fn coordinates(sdl: &str) -> BTreeSet<String> {
    let document = Document::parse(sdl, "directory.graphql").expect("valid SDL");
    let mut found = BTreeSet::new();
    for definition in &document.definitions {
        match definition {
            Definition::ObjectTypeDefinition(object) => {
                let name = &object.name;
                found.extend(object.directives.iter().map(|used| format!("{name} {used}")));
                found.extend(object.fields.iter().map(|field| {
                    let arguments: Vec<String> = field
                        .arguments
                        .iter()
                        .map(|argument| format!("{}: {}", argument.name, argument.ty))
                        .collect();
                    format!("{name}.{}({}): {}", field.name, arguments.join(", "), field.ty)
                }));
            }
            Definition::EnumTypeDefinition(values) => {
                let name = &values.name;
                found.extend(values.values.iter().map(|value| format!("{name}.{}", value.value)));
            }
            _ => {}
        }
    }
    assert!(!found.is_empty());
    found
}
