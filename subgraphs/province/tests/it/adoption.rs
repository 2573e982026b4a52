//! Adoption figures of any part of the province, by where reports come from.

use serde_json::{Value, json};

use crate::testkit::{ask, data, site};

fn query(code: &str, argument: &str) -> String {
    format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{code}\" }}]) \
         {{ ... on Region {{ provincialAdoption{argument} {{ received adopted instructed }} }} }} }}"
    )
}

#[tokio::test]
async fn reports_count_where_they_come_from_and_when_they_came_in() {
    let server = site().await;
    for (code, argument, expected) in [
        ("620000", "", [5, 3, 2]),
        ("621100", "", [4, 3, 2]),
        ("621122", "", [2, 1, 1]),
        ("620100", "", [1, 0, 0]),
        ("621200", "", [0, 0, 0]),
        ("620000", "(period: \"2024\")", [4, 2, 1]),
        ("621100", "(period: \"2023/2023\")", [1, 1, 1]),
        ("621122", "(period: \"2024-Q1\")", [2, 1, 1]),
        ("621122", "(period: \"2024-02\")", [1, 0, 0]),
    ] {
        let answer = data(&server, &query(code, argument)).await;
        let [received, adopted, instructed] = expected;
        assert_eq!(
            answer["_entities"][0]["provincialAdoption"],
            json!({ "received": received, "adopted": adopted, "instructed": instructed }),
            "{code} {argument}"
        );
    }
}

#[tokio::test]
async fn below_a_county_there_is_nothing_to_tell() {
    let server = site().await;
    let answer = data(&server, &query("621122101", "")).await;
    assert_eq!(answer["_entities"][0]["provincialAdoption"], Value::Null);
}

#[tokio::test]
async fn a_malformed_period_is_refused() {
    let server = site().await;
    let response = ask(&server, &query("620000", "(period: \"lately\")")).await;
    assert_eq!(response["errors"][0]["extensions"]["code"], "PERIOD_INVALID");
}
