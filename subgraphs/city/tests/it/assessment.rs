//! What a city adds to its counties' committees.

use serde_json::json;

use crate::testkit::{data, site};

#[tokio::test]
async fn assessments_are_joined_to_committees_of_other_sites_latest_first() {
    let server = site().await;
    let query = "{ _entities(representations: [ \
          { __typename: \"Committee\", id: \"621122-committee\" }, \
          { __typename: \"Committee\", id: \"621123-committee\" }, \
          { __typename: \"Committee\", id: \"621100-committee\" }]) { ... on Committee { \
          id cityAssessments { year score rank isGenerated } } } }";
    let assessment = |year: u32, score: f64, rank: u32| json!({ "year": year, "score": score, "rank": rank, "isGenerated": true });
    assert_eq!(
        data(&server, query).await["_entities"],
        json!([
            {
                "id": "621122-committee",
                "cityAssessments": [assessment(2023, 91.0, 1), assessment(2022, 88.5, 3)],
            },
            { "id": "621123-committee", "cityAssessments": [assessment(2023, 90.0, 2)] },
            { "id": "621100-committee", "cityAssessments": [] },
        ])
    );
}
