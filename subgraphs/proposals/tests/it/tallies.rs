//! Roll-ups of proposals, and finding one as people name it.

use serde_json::json;

use crate::testkit::{data, site};

fn tally(arguments: &str, fields: &str) -> String {
    format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"621122\" }}]) \
         {{ ... on Region {{ proposalTally({arguments}) {{ {fields} }} }} }} }}"
    )
}

#[tokio::test]
async fn what_was_submitted_counts_and_a_draft_does_not() {
    let server = site().await;
    let query = tally(
        "period: \"2024\", asOf: \"2024-07-01\"",
        "proposals keyProposals withoutSurvey fromAppeals replied overdue supervisions \
         withSectorPublic supervisedNotDone byKind { kind proposals } bySector { sector proposals } \
         byHandlingUnit { unit proposals replied overdue } byLeader { leader proposals }",
    );
    assert_eq!(
        data(&server, &query).await["_entities"][0]["proposalTally"],
        json!({ "proposals": 2, "keyProposals": 1, "withoutSurvey": 1, "fromAppeals": 1,
            "replied": 1, "overdue": 1, "supervisions": 1, "withSectorPublic": 1,
            "supervisedNotDone": 1,
            "byKind": [{ "kind": "INDIVIDUAL", "proposals": 1 }, { "kind": "SECTOR", "proposals": 1 }],
            "bySector": [{ "sector": "ECONOMY", "proposals": 1 }],
            "byHandlingUnit": [
                { "unit": "水务局", "proposals": 1, "replied": 1, "overdue": 0 },
                { "unit": "财政局", "proposals": 2, "replied": 1, "overdue": 1 },
            ],
            "byLeader": [{ "leader": "王建军", "proposals": 1 }] })
    );
    // On the day itself nothing is overdue yet; and of another year there is nothing.
    let query = tally("asOf: \"2024-06-30\"", "overdue");
    assert_eq!(data(&server, &query).await["_entities"][0]["proposalTally"]["overdue"], 0);
    let query = tally("period: \"2023\"", "proposals supervisions byKind { kind }");
    assert_eq!(
        data(&server, &query).await["_entities"][0]["proposalTally"],
        json!({ "proposals": 0, "supervisions": 0, "byKind": [] })
    );
}

#[tokio::test]
async fn a_proposal_is_found_by_term_session_and_number() {
    let server = site().await;
    let find = async |serial: u32| {
        let query = format!(
            "{{ proposalBySerial(committeeId: \"621122-committee\", termNo: 10, sessionNo: 3, \
             serialNo: {serial}) {{ id hasSurvey proposers {{ kind member {{ id }} name }} \
             handlingUnits {{ unit isReplied repliedOn }} supervisions {{ leader status }} }} }}"
        );
        data(&server, &query).await["proposalBySerial"].clone()
    };
    assert_eq!(
        find(1).await,
        json!({ "id": "621122-p-a", "hasSurvey": true,
            "proposers": [{ "kind": "MEMBER", "member": { "id": "620000-m-1" }, "name": null },
                { "kind": "BODY", "member": null, "name": "经济委员会" }],
            "handlingUnits": [{ "unit": "财政局", "isReplied": false, "repliedOn": null },
                { "unit": "水务局", "isReplied": true, "repliedOn": "2024-05-01" }],
            "supervisions": [{ "leader": "王建军", "status": "HELD" }] })
    );
    assert_eq!(find(9).await, json!(null));
}

#[tokio::test]
async fn a_page_of_proposals_is_filtered() {
    let server = site().await;
    for (filter, expected) in [
        ("", vec!["a", "b", "c"]),
        ("hasSurvey: false", vec!["b", "c"]),
        ("isKey: true", vec!["a"]),
        ("fromAppeal: true", vec!["a"]),
        ("sector: ECONOMY", vec!["a"]),
        ("handlingUnit: \"财政局\"", vec!["a", "b"]),
        ("overdueOn: \"2024-07-01\"", vec!["a"]),
        ("overdueOn: \"2024-06-30\"", vec![]),
        ("status: COLLECTED", vec!["c"]),
        ("period: \"2024-01\"", vec!["a", "b"]),
    ] {
        let query = format!(
            "{{ _entities(representations: [{{ __typename: \"Region\", code: \"621122\" }}]) \
             {{ ... on Region {{ proposals(filter: {{ {filter} }}, orderBy: {{ field: ID, \
             direction: ASC }}) {{ nodes {{ id }} }} }} }} }}"
        );
        let answer = data(&server, &query).await;
        let nodes = answer["_entities"][0]["proposals"]["nodes"].as_array().expect("nodes").clone();
        let expected: Vec<_> =
            expected.iter().map(|name| json!({ "id": format!("621122-p-{name}") })).collect();
        assert_eq!(nodes, expected, "{filter}");
    }
}

#[tokio::test]
async fn a_committee_counts_its_own() {
    let server = site().await;
    let query =
        "{ committee(id: \"621122-committee\") { proposalTally(period: \"2024\") { proposals } } }";
    assert_eq!(data(&server, query).await["committee"]["proposalTally"]["proposals"], 2);
}
