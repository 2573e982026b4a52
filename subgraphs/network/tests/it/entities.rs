//! Entities are found by their keys, in order, and absent ones are null.

use qianzhan_network::SiteServer;
use serde_json::{Value, json};

use crate::testkit::{
    Records, ask, ask_with, attendance, code, codes, data, deployment, event, figure, id, member,
    opinion_report, platform, site_of, topic,
};

const COUNTY: &str = "621122";

async fn site() -> SiteServer {
    let mut records = Records::of_county(COUNTY);
    records.members = vec![member(COUNTY, "a"), member(COUNTY, "b")];
    records.members[1].person_id = records.members[0].person_id.clone();
    records.members[0].residence_region = Some(code("620102"));
    records.platforms = vec![platform(COUNTY, "a")];
    records.topics = vec![topic(COUNTY, "a", "2024-01-01")];
    records.topics[0].proposer_id = Some(id("620000-m-x"));
    records.events = vec![event(COUNTY, "a", "2024-02-01")];
    records.attendance = vec![
        attendance(&records.events[0], "620000-m-x"),
        attendance(&records.events[0], "621122-m-b"),
    ];
    records.deployments = vec![deployment(COUNTY, "x", "2023-01-01")];
    records.opinion_reports = vec![opinion_report(COUNTY, "a", "2024-03-01")];
    records.figures = vec![figure(COUNTY, "a", "stations")];
    site_of(&records).await
}

#[tokio::test]
async fn each_kind_is_found_by_its_key() {
    let server = site().await;
    let query = "query($keys: [_Any!]!) { _entities(representations: $keys) { __typename \
        ... on Committee { id name } ... on Member { id } ... on Platform { id } \
        ... on Deployment { id } ... on Topic { id } ... on ConsultationEvent { id } \
        ... on OpinionReport { id } ... on ReportedFigure { id } ... on Region { code } \
        ... on Person { id } } }";
    let keys: Vec<Value> = [
        ("ReportedFigure", "621122-f-a"),
        ("Member", "621122-m-b"),
        ("OpinionReport", "621122-o-a"),
        ("ConsultationEvent", "621122-e-a"),
        ("Topic", "621122-t-a"),
        ("Member", "621122-m-a"),
        ("Deployment", "621122-d-x"),
        ("Platform", "621122-p-a"),
        ("Committee", "621122-committee"),
        ("Person", "anybody"),
        ("Member", "621122-m-b"),
    ]
    .map(|(name, id)| json!({ "__typename": name, "id": id }))
    .to_vec();
    let mut asked = keys.clone();
    asked.push(json!({ "__typename": "Region", "code": "621122" }));
    let response = ask_with(&server, query, json!({ "keys": asked })).await;
    let mut expected = asked;
    expected[8]["name"] = json!("621122政协");
    assert_eq!(response, json!({ "data": { "_entities": expected } }));
}

#[tokio::test]
async fn absent_entities_are_null_without_an_error() {
    let server = site().await;
    let query = "{ first: _entities(representations: [ \
          { __typename: \"Member\", id: \"621122-m-none\" }, \
          { __typename: \"Member\", id: \"621122-m-a\" }, \
          { __typename: \"Platform\", id: \"621122-p-none\" }]) \
          { __typename ... on Member { id name sector { code } } ... on Platform { name } } \
        second: _entities(representations: [{ __typename: \"Committee\", id: \"621122-x\" }]) \
          { ... on Committee { name } } }";
    assert_eq!(
        ask(&server, query).await,
        json!({ "data": {
            "first": [
                null,
                {
                    "__typename": "Member", "id": "621122-m-a", "name": "a",
                    "sector": { "code": "EDUCATION" },
                },
                null,
            ],
            "second": [null],
        } })
    );
}

#[tokio::test]
async fn representations_that_are_not_valid_lose_only_themselves() {
    let server = site().await;
    let query = "{ _entities(representations: [ \
          { __typename: \"Nothing\", id: \"621122-m-a\" }, \
          { __typename: \"Member\", id: \"陇西\" }, \
          { __typename: \"Member\" }, \
          { __typename: \"Region\", code: \"62\" }, \
          { __typename: \"Member\", id: \"621122-m-a\" }]) { ... on Member { name } } }";
    let response = ask(&server, query).await;
    assert_eq!(response["data"]["_entities"], json!([null, null, null, null, { "name": "a" }]));
    let mut codes = codes(&response);
    codes.sort_by(|one, other| one.1.cmp(&other.1));
    let place = |index: usize| format!("[\"_entities\",{index}]");
    assert_eq!(
        codes,
        [
            ("ENTITY_TYPE_UNKNOWN", place(0)),
            ("ID_INVALID", place(1)),
            ("ENTITY_KEY_MISSING", place(2)),
            ("REGION_CODE_INVALID", place(3)),
        ]
    );
}

#[tokio::test]
async fn a_request_holds_at_most_five_thousand() {
    let server = site().await;
    let query = "query($keys: [_Any!]!) { _entities(representations: $keys) { __typename } }";
    let keys = |count: usize| {
        let key = json!({ "__typename": "Member", "id": "621122-m-a" });
        json!({ "keys": vec![key; count] })
    };
    let response = ask_with(&server, query, keys(5_000)).await;
    assert_eq!(response["data"]["_entities"].as_array().map(Vec::len), Some(5_000));
    let response = ask_with(&server, query, keys(5_001)).await;
    assert_eq!(codes(&response)[0].0, "TOO_MANY_ENTITIES");
    assert_eq!(response["data"], Value::Null);
}

#[tokio::test]
async fn a_person_is_what_this_site_knows_of_one() {
    let server = site().await;
    let query = "{ _entities(representations: [ \
          { __typename: \"Person\", id: \"person-621122-a\" }, \
          { __typename: \"Person\", id: \"person-620000-x\" }, \
          { __typename: \"Person\", id: \"nobody\" }]) \
          { ... on Person { name seats { id } deployments { id } } } }";
    assert_eq!(
        data(&server, query).await["_entities"],
        json!([
            {
                "name": "a", "deployments": [],
                "seats": [{ "id": "621122-m-a" }, { "id": "621122-m-b" }],
            },
            { "name": null, "seats": [], "deployments": [{ "id": "621122-d-x" }] },
            { "name": null, "seats": [], "deployments": [] },
        ])
    );
}

#[tokio::test]
async fn references_to_other_sites_are_their_keys() {
    let server = site().await;
    let query = "{ \
        topic(id: \"621122-t-a\") { proposer { __typename id } } \
        member(id: \"621122-m-a\") { residenceRegion { code } person { id } \
          committee { superior { id } } } \
        deployment(id: \"621122-d-x\") { member { id } issuedBy { id } } \
        consultationEvent(id: \"621122-e-a\") { attendance { member { id } } } }";
    assert_eq!(
        data(&server, query).await,
        json!({
            "topic": { "proposer": { "__typename": "Member", "id": "620000-m-x" } },
            "member": {
                "residenceRegion": { "code": "620102" }, "person": { "id": "person-621122-a" },
                "committee": { "superior": { "id": "621100-committee" } },
            },
            "deployment": {
                "member": { "id": "620000-m-x" }, "issuedBy": { "id": "620000-committee" },
            },
            "consultationEvent": {
                "attendance": [
                    { "member": { "id": "620000-m-x" } }, { "member": { "id": "621122-m-b" } },
                ],
            },
        })
    );
}

#[tokio::test]
async fn more_of_another_sites_record_is_refused_where_it_is_asked() {
    let server = site().await;
    let query = "{ consultationEvent(id: \"621122-e-a\") { title attendance { role \
        member { id name employer } } } }";
    let response = ask(&server, query).await;
    // The name may not be null, so the member is; the attendance may not lose its role.
    assert_eq!(
        response["data"]["consultationEvent"],
        json!({ "title": "a", "attendance": [
            { "role": "PARTICIPANT", "member": null },
            { "role": "PARTICIPANT",
              "member": { "id": "621122-m-b", "name": "b", "employer": null } },
        ] })
    );
    let place =
        |field: &str| format!("[\"consultationEvent\",\"attendance\",0,\"member\",\"{field}\"]");
    assert_eq!(
        codes(&response),
        [("RECORD_NOT_HERE", place("name")), ("RECORD_NOT_HERE", place("employer"))]
    );
}
