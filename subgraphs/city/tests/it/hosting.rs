//! A city's site that hosts a county's records serves the county's contract too.

use serde_json::json;

use crate::testkit::{data, site_with};

#[tokio::test]
async fn a_hosting_site_serves_three_contracts_from_one_schema() {
    let extensions = vec![qianzhan_city::extension(), qianzhan_county::extension()];
    let server = site_with(&["621100", "621122"], extensions).await;
    let query = "{ committee(id: \"621122-committee\") { name level cityAssessments { year } } \
        _entities(representations: [ \
          { __typename: \"Region\", code: \"621122\" }, \
          { __typename: \"Region\", code: \"621100\" }]) \
          { ... on Region { committees { id } localities { code } } } }";
    assert_eq!(
        data(&server, query).await,
        json!({
            "committee": {
                "name": "621122政协", "level": "COUNTY",
                "cityAssessments": [{ "year": 2023 }, { "year": 2022 }],
            },
            "_entities": [
                { "committees": [{ "id": "621122-committee" }], "localities": [] },
                {
                    "committees": [{ "id": "621100-committee" }, { "id": "621122-committee" }],
                    "localities": [],
                },
            ],
        })
    );
}
