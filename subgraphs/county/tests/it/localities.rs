//! The townships, subdistricts and parks of a region.

use serde_json::{Value, json};

use crate::testkit::{data, site};

#[tokio::test]
async fn a_county_lists_its_own_places_above_the_village() {
    let server = site().await;
    for (code, expected) in [
        ("620000", vec!["621122001", "621122102", "621122401"]),
        ("621122", vec!["621122001", "621122102", "621122401"]),
        ("621122102", vec!["621122102"]),
        ("621122102203", vec![]),
        ("621123", vec![]),
        ("621123101", vec![]),
    ] {
        let query = format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{code}\" }}]) \
             {{ ... on Region {{ localities {{ code }} }} }} }}"
        );
        let answer = data(&server, &query).await;
        let expected: Vec<Value> = expected.iter().map(|code| json!({ "code": code })).collect();
        assert_eq!(answer["_entities"][0]["localities"], Value::Array(expected), "{code}");
    }
}

#[tokio::test]
async fn a_locality_tells_its_kind_and_name() {
    let server = site().await;
    let query = "{ _entities(representations: [{ __typename: \"Region\", code: \"621122001\" }]) \
        { ... on Region { localities { code kind name } } } }";
    assert_eq!(
        data(&server, query).await["_entities"][0]["localities"],
        json!([{ "code": "621122001", "kind": "SUBDISTRICT", "name": "地点621122001" }])
    );
}
