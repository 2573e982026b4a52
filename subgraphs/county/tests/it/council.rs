//! The council that meets at a platform.

use serde_json::json;

use crate::testkit::{data, site};

#[tokio::test]
async fn a_platform_has_the_council_that_meets_there() {
    let server = site().await;
    let before = server.site().database.statement_count();
    let query = "{ _entities(representations: [{ __typename: \"Region\", code: \"621122\" }]) \
        { ... on Region { platforms { nodes { id council { name convener fixedMemberCount hasRoom \
          isGenerated termNo status fixedMembers { member { id } name role } } } } } } }";
    assert_eq!(
        data(&server, query).await["_entities"][0]["platforms"]["nodes"],
        json!([
            { "id": "621122-p-a", "council": {
                "name": "首阳镇协商议事会", "convener": "张三", "fixedMemberCount": 9,
                "hasRoom": true, "isGenerated": true, "termNo": 3, "status": "MEMBERS_FIXED",
                "fixedMembers": [
                    { "member": null, "name": "张三", "role": "CONVENER" },
                    { "member": { "id": "620000-m-1" }, "name": null, "role": "DEPLOYED_MEMBER" },
                ],
            } },
            { "id": "621122-p-b", "council": null },
        ])
    );
    assert_eq!(server.site().database.statement_count() - before, 3);
}
