//! The number of SQL statements depends on the query, never on the number of rows.

use serde_json::json;

use crate::testkit::{COMMITTEE, COUNTY, data, id_of, region, site, written};

#[tokio::test]
async fn a_page_takes_as_many_statements_for_thirty_rows_as_for_three() {
    let fields = "contacts(first: 500) { totalCount nodes { name member { name } \
        committee { name } locality { name } } } \
        contactRecords(first: 500) { nodes { plan { id target } contacts { name } } } \
        dutyMembers(filter: { period: \"2024\", withoutRecord: false }, first: 500) { nodes { \
        dutyProgress(period: \"2024\") { item done } partyChain { tier } charges { targetName } \
        contacts(first: 1) { totalCount nodes { id } } dutyAssessments { score } } } \
        dutyTally(period: \"2024\") { members short bySector { sector short } }";
    let mut counts = Vec::new();
    for rows in [3, 30] {
        let server = site().await;
        let norm = json!({ "expectedVersion": 0, "year": 2024, "item": "CONTACTS", "minimum": 1 });
        written(&server, "setAnnualDutyQuota", COMMITTEE, norm, "id").await;
        for number in 0..rows {
            let seat = json!({ "name": format!("委员{number}"), "sector": "EDUCATION",
                               "isPartyMember": false, "since": "2023-01-01" });
            let member = id_of(&server, "registerMember", COMMITTEE, seat).await;
            let contact = json!({ "memberId": member, "name": format!("群众{number}"),
                                  "localityCode": "621122101", "registeredOn": "2024-01-02" });
            let contact = id_of(&server, "registerContact", COMMITTEE, contact).await;
            let act = json!({ "memberId": member, "mode": "REGULAR_VISIT", "persons": 2,
                              "heldOn": "2024-02-01", "content": "走访", "contactIds": [contact] });
            id_of(&server, "recordContact", COMMITTEE, act).await;
        }
        let before = server.site().database.statement_count();
        let told = region(&server, COUNTY, fields).await;
        assert_eq!(told["contacts"]["totalCount"], rows);
        assert_eq!(told["dutyMembers"]["nodes"].as_array().map(Vec::len), Some(rows));
        counts.push(server.site().database.statement_count() - before);
    }
    assert_eq!(counts[0], counts[1], "{counts:?}");
    assert!(counts[0] <= 26, "{counts:?}");
}

#[tokio::test]
async fn regions_that_cover_the_same_records_share_their_roll_ups() {
    let server = site().await;
    let fields = "contactTally { registered byMode { mode } } partyTally { links } \
        trainingTally { sessions } stationTally(year: 2024) { reports } \
        dutyTally(period: \"2024\") { members short }";
    let mut counts = Vec::new();
    for codes in [&[COUNTY][..], &[COUNTY, "621100", "620000"]] {
        let representations: String = codes
            .iter()
            .map(|code| format!("{{ __typename: \"Region\", code: \"{code}\" }} "))
            .collect();
        let query = format!(
            "{{ _entities(representations: [{representations}]) {{ ... on Region {{ {fields} }} }} }}"
        );
        let before = server.site().database.statement_count();
        let told = data(&server, &query).await;
        counts.push(server.site().database.statement_count() - before);
        let told = told["_entities"].as_array().expect("a list");
        assert!(told.iter().all(|it| it == &told[0] && it["dutyTally"].is_object()), "{told:?}");
    }
    assert_eq!(counts[0], counts[1], "{counts:?}");
}
