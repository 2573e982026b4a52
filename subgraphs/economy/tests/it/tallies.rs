//! Roll-ups of any part of the province, and the norm against what directors lead.

use serde_json::json;

use crate::testkit::{data, site, site_with};

#[tokio::test]
async fn a_region_counts_the_enterprises_inside_it() {
    let server = site().await;
    let fields = "economyTally(year: 2023, asOf: \"2024-01-01\") { enterprises enterprisesVisited \
        personsReached members directors formsOverdue problemsResolved assistanceGroups \
        assistanceMeetings assistanceReports assistanceLists \
        byCity { cityCode enterprises enterprisesVisited } }";
    let tally = async |code: &str| {
        let query = format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{code}\" }}]) \
             {{ ... on Region {{ {fields} }} }} }}"
        );
        data(&server, &query).await["_entities"][0]["economyTally"].clone()
    };
    assert_eq!(
        tally("620000").await,
        json!({ "enterprises": 4, "enterprisesVisited": 3, "personsReached": 20, "members": 3,
            "directors": 2, "formsOverdue": 2, "problemsResolved": 1, "assistanceGroups": 1,
            "assistanceMeetings": 2, "assistanceReports": 1, "assistanceLists": 1,
            "byCity": [{ "cityCode": "620100", "enterprises": 2, "enterprisesVisited": 1 },
                { "cityCode": "621100", "enterprises": 2, "enterprisesVisited": 2 }] })
    );
    let dingxi = tally("621100").await;
    assert_eq!((&dingxi["enterprises"], &dingxi["assistanceGroups"]), (&json!(2), &json!(0)));
    assert_eq!(tally("621122").await["enterprises"], 1);
    assert_eq!(tally("620400").await["assistanceGroups"], 1);
    let of_county = "{ _entities(representations: [{ __typename: \"Region\", code: \"621122\" }]) \
        { ... on Region { enterpriseContacts { totalCount nodes { enterprise \
          enterpriseRegion { code } visits { visitedOn } } } } } }";
    assert_eq!(
        data(&server, of_county).await["_entities"][0]["enterpriseContacts"],
        json!({ "totalCount": 1, "nodes": [{ "enterprise": "企业a",
            "enterpriseRegion": { "code": "621122" },
            "visits": [{ "visitedOn": "2023-05-01" }, { "visitedOn": "2023-05-01" }] }] })
    );
}

#[tokio::test]
async fn directors_outside_the_years_norm_are_told() {
    let server = site().await;
    let loads = async |year: &str| {
        let query = format!(
            "{{ committee(id: \"620000-committee\") {{ directorLoads{year} {{ director {{ id }} \
             members enterprises isOutsideNorm }} }} }}"
        );
        data(&server, &query).await["committee"]["directorLoads"].clone()
    };
    let of_2023 = json!([
        { "director": { "id": "620000-d1" }, "members": 2, "enterprises": 3, "isOutsideNorm": false },
        { "director": { "id": "620000-d2" }, "members": 1, "enterprises": 1, "isOutsideNorm": true },
    ]);
    assert_eq!(loads("").await, of_2023, "the latest year");
    assert_eq!(loads("(year: 2023)").await, of_2023);
    // No norm was set for the year: nothing is outside it.
    assert_eq!(loads("(year: 2022)").await[0]["isOutsideNorm"], json!(null));
    assert_eq!(loads("(year: 2021)").await, json!([]));
}

#[tokio::test]
async fn overdue_forms_are_found_by_day() {
    let server = site().await;
    for (day, count) in [("2023-12-20", 0), ("2023-12-21", 3)] {
        let query = format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"620000\" }}]) \
             {{ ... on Region {{ enterpriseContacts(filter: {{ formOverdueOn: \"{day}\" }}) \
             {{ totalCount }} }} }} }}"
        );
        let found = data(&server, &query).await;
        assert_eq!(found["_entities"][0]["enterpriseContacts"]["totalCount"], count, "{day}");
    }
}

#[tokio::test]
async fn what_the_city_does_is_named_by_the_groups_id_with_the_citys_code() {
    let query = "{ industryAssistanceGroup(id: \"620000-g-a\") { city { code } \
        members { member { id } level } items { text } cityWork { id } } }";
    let expected = json!({ "city": { "code": "620400" },
        "members": [{ "member": { "id": "620000-m-1" }, "level": "PROVINCE" },
            { "member": { "id": "620400-m-1" }, "level": "CITY" }],
        "items": [{ "text": "共建检测平台" }, { "text": "组织订单对接" }],
        "cityWork": { "id": "620400-g-a" } });
    assert_eq!(data(&site().await, query).await["industryAssistanceGroup"], expected);
    // A site that serves the city's contract too, in either order, keeps such records itself.
    for is_first in [true, false] {
        let mut extensions = vec![qianzhan_economy::extension()];
        extensions.insert(usize::from(is_first), qianzhan_city::extension());
        let server = site_with(extensions).await;
        assert_eq!(data(&server, query).await["industryAssistanceGroup"], expected);
    }
}
