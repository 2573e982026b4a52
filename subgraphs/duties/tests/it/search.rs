//! What of duty full-text search finds.

use std::sync::Arc;

use async_graphql::Request;
use qianzhan_network::Caller;
use serde_json::json;

use crate::testkit::{COMMITTEE, COUNTY, id_of, region, site};

#[tokio::test]
async fn sessions_are_found_by_their_titles_and_reports_by_their_texts() {
    let server = site().await;
    let plan = json!({ "title": "协商能力培训", "kind": "LECTURE", "on": "2024-03-01" });
    let session = id_of(&server, "planTraining", COMMITTEE, plan).await;
    let report = json!({ "platformId": "621122-p-a", "year": 2024, "head": "张三",
                         "text": "全年组织协商十二次，培训两次。" });
    let report = id_of(&server, "submitStationHeadReport", COMMITTEE, report).await;
    let fields = "search(text: \"协商\") { totalCount nodes { id kind \
        trainingSession { title } stationHeadReport { text } topic { id } proposal { id } } }";
    let found = region(&server, COUNTY, fields).await;
    assert_eq!(
        found["search"],
        json!({ "totalCount": 2, "nodes": [
            { "id": session, "kind": "TRAINING_SESSION",
              "trainingSession": { "title": "协商能力培训" }, "stationHeadReport": null,
              "topic": null, "proposal": null },
            { "id": report, "kind": "STATION_HEAD_REPORT", "trainingSession": null,
              "stationHeadReport": { "text": "全年组织协商十二次，培训两次。" },
              "topic": null, "proposal": null }] })
    );
    // The public reads titles of sessions, and no report.
    let query = format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{COUNTY}\" }}]) \
         {{ ... on Region {{ search(text: \"协商\") {{ nodes {{ kind }} }} }} }} }}"
    );
    let response = server.execute(Arc::new(Caller::anonymous()), Request::new(query)).await;
    let told = serde_json::to_value(response).expect("responses serialize");
    assert_eq!(
        told["data"]["_entities"][0]["search"]["nodes"],
        json!([{ "kind": "TRAINING_SESSION" }])
    );
}
