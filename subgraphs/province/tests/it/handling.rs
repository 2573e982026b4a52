//! What the province adds to reports that other sites own.

use serde_json::json;

use crate::testkit::{ask, data, site};

#[tokio::test]
async fn handling_is_joined_to_reports_of_other_sites_by_id() {
    let server = site().await;
    let before = server.site().database.statement_count();
    let query = "{ _entities(representations: [ \
          { __typename: \"OpinionReport\", id: \"621122-o-a\" }, \
          { __typename: \"OpinionReport\", id: \"621122-o-b\" }, \
          { __typename: \"OpinionReport\", id: \"621122-o-none\" }, \
          { __typename: \"OpinionReport\", id: \"621100-o-a\" }, \
          { __typename: \"OpinionReport\", id: \"620000-o-own\" }]) { ... on OpinionReport { \
          id provincialHandling { receivedOn isAdopted adoptedOn publication isGenerated \
            instructions { leaderOffice givenOn text } } } } }";
    let answer = data(&server, query).await;
    assert_eq!(
        answer["_entities"][0]["provincialHandling"],
        json!({
            "receivedOn": "2024-01-10", "isAdopted": true, "adoptedOn": "2024-01-10",
            "publication": "社情民意", "isGenerated": true,
            "instructions": [
                { "leaderOffice": "副省长", "givenOn": "2024-03-01", "text": "请研究1" },
                { "leaderOffice": "副省长", "givenOn": "2024-03-02", "text": "请研究0" },
            ],
        })
    );
    assert_eq!(answer["_entities"][1]["provincialHandling"]["isAdopted"], false);
    assert_eq!(answer["_entities"][1]["provincialHandling"]["instructions"], json!([]));
    assert_eq!(
        answer["_entities"][2],
        json!({ "id": "621122-o-none", "provincialHandling": null })
    );
    assert_eq!(answer["_entities"][4], json!({ "id": "620000-o-own", "provincialHandling": null }));
    // The own report, handlings and instructions, and handlings of the own report.
    assert!(server.site().database.statement_count() - before <= 4);
}

#[tokio::test]
async fn the_report_itself_is_its_owners() {
    let server = site().await;
    let query = "{ _entities(representations: [ \
          { __typename: \"OpinionReport\", id: \"621122-o-a\" }]) \
          { ... on OpinionReport { title provincialHandling { isAdopted } } } }";
    let response = ask(&server, query).await;
    assert_eq!(
        response["data"]["_entities"],
        json!([{ "title": null, "provincialHandling": { "isAdopted": true } }])
    );
    assert_eq!(response["errors"][0]["extensions"]["code"], "RECORD_NOT_HERE");
}
