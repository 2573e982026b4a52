//! What a city does with the list of a group that the province leads.

use serde_json::{Value, json};

use crate::testkit::{data, site};

async fn record(server: &qianzhan_network::SiteServer, once: &str, id: &str, input: &str) -> Value {
    let query = format!(
        "mutation {{ recordAssistanceProgress(id: \"{id}\", idempotencyKey: \"{once}\", \
         input: {{ {input} }}) {{ id cityAssistance {{ version itemsDone progress {{ itemNo state note }} }} \
         userErrors {{ code field allowedMoves }} }} }}"
    );
    data(server, &query).await["recordAssistanceProgress"].clone()
}

#[tokio::test]
async fn progress_is_recorded_item_by_item() {
    let server = site().await;
    let id = "621100-g-b";
    let first = record(&server, "1", id, "expectedVersion: 0, itemNo: 3, to: UNDER_WAY").await;
    assert_eq!(first["id"], id);
    assert_eq!(
        first["cityAssistance"]["progress"],
        json!([{ "itemNo": 3, "state": "UNDER_WAY", "note": null }])
    );
    let done = "expectedVersion: 1, itemNo: 3, to: DONE, note: \"已建成\"";
    let done = record(&server, "2", id, done).await;
    assert_eq!(
        done["cityAssistance"],
        json!({ "version": 2, "itemsDone": 1,
            "progress": [{ "itemNo": 3, "state": "DONE", "note": "已建成" }] })
    );
    let stale = record(&server, "3", id, "expectedVersion: 1, itemNo: 1, to: DONE").await;
    assert_eq!(stale["userErrors"][0]["code"], "STALE_VERSION");
    let back = record(&server, "4", id, "expectedVersion: 2, itemNo: 3, to: NOT_BEGUN").await;
    assert_eq!(back["userErrors"][0]["allowedMoves"], json!(["UNDER_WAY"]));
    let none = record(&server, "5", id, "expectedVersion: 2, itemNo: 0, to: DONE").await;
    assert_eq!(none["userErrors"][0]["field"], json!(["input", "itemNo"]));
}

#[tokio::test]
async fn what_is_not_recorded_yet_is_nothing() {
    let server = site().await;
    let query = "{ _entities(representations: [{ __typename: \"CityAssistance\", id: \"621100-g-a\" }, \
        { __typename: \"CityAssistance\", id: \"621100-g-z\" }]) \
        { ... on CityAssistance { itemsDone updatedOn progress { itemNo doneOn } } } }";
    assert_eq!(
        data(&server, query).await["_entities"],
        json!([{ "itemsDone": 1, "updatedOn": "2024-03-01",
            "progress": [{ "itemNo": 1, "doneOn": "2024-03-01" }, { "itemNo": 3, "doneOn": null }] },
            null])
    );
}
