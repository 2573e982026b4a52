//! What a city adds to reports that its counties own.

use serde_json::json;

use crate::testkit::{data, site};

#[tokio::test]
async fn handling_is_joined_to_reports_of_other_sites_by_id() {
    let server = site().await;
    let before = server.site().database.statement_count();
    let query = "{ _entities(representations: [ \
          { __typename: \"OpinionReport\", id: \"621122-o-a\" }, \
          { __typename: \"OpinionReport\", id: \"621123-o-a\" }, \
          { __typename: \"OpinionReport\", id: \"621124-o-a\" }]) { ... on OpinionReport { \
          cityHandling { receivedOn isAdopted forwardedOn note isGenerated } } } }";
    assert_eq!(
        data(&server, query).await["_entities"],
        json!([
            { "cityHandling": {
                "receivedOn": "2024-01-10", "isAdopted": true, "forwardedOn": "2024-01-15",
                "note": null, "isGenerated": true,
            } },
            { "cityHandling": {
                "receivedOn": "2024-01-10", "isAdopted": false, "forwardedOn": null,
                "note": null, "isGenerated": true,
            } },
            { "cityHandling": null },
        ])
    );
    assert_eq!(server.site().database.statement_count() - before, 1);
}
