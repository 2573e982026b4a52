//! Every error has a stable code and its path, and shows nothing of the site's inside.

use serde_json::{Value, json};

use crate::testkit::{
    Records, ask, ask_with, attendance, codes, event, member, own_office, site_of,
};

const COUNTY: &str = "621122";

async fn site() -> qianzhan_network::SiteServer {
    let mut records = Records::of_county(COUNTY);
    records.members = vec![member(COUNTY, "a")];
    records.events = vec![event(COUNTY, "a", "2024-01-01")];
    site_of(&records).await
}

#[tokio::test]
async fn root_fields_by_id() {
    let server = site().await;
    for field in [
        "committee",
        "member",
        "platform",
        "deployment",
        "topic",
        "consultationEvent",
        "opinionReport",
        "reportedFigure",
    ] {
        for (id, code) in [
            ("621122-none", "RECORD_NOT_FOUND"),
            ("620000-none", "RECORD_NOT_HERE"),
            ("陇西", "ID_INVALID"),
            ("", "ID_INVALID"),
            ("621122", "ID_INVALID"),
        ] {
            let query = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            let response = ask_with(&server, &query, json!({ "id": id })).await;
            assert_eq!(codes(&response), [(code, format!("[\"{field}\"]"))], "{field} {id}");
            assert_eq!(response["data"], json!({ field: null }), "{field} {id}");
        }
    }
    let response = ask(&server, "{ member(id: 5) { id } }").await;
    assert_eq!(codes(&response)[0].0, "ID_INVALID");
}

#[tokio::test]
async fn siblings_of_an_error_still_answer() {
    let server = site().await;
    let query = "{ a: member(id: \"621122-m-a\") { name } b: member(id: \"x\") { name } }";
    let response = ask(&server, query).await;
    assert_eq!(response["data"], json!({ "a": { "name": "a" }, "b": null }));
}

#[tokio::test]
async fn requests_that_do_not_fit_the_schema() {
    let server = site().await;
    let too_deep = format!(
        "{{ member(id: \"x\") {{ {} id {} }} }}",
        "committee { superior { ".repeat(12),
        "} } ".repeat(12)
    );
    for query in [
        "{",
        "{ nothing }",
        "{ member { id } }",
        "{ member(id: \"x\") }",
        "mutation { x }",
        "query($x: Nothing) { member(id: $x) { id } }",
        &too_deep,
        "{ member(id: \"x\") { consultationEvents(first: \"many\") { totalCount } } }",
        "query($id: ID!) { member(id: $id) { id } }",
    ] {
        let response = ask(&server, query).await;
        assert_eq!(codes(&response)[0].0, "GRAPHQL_VALIDATION_FAILED", "{query}: {response}");
        assert_eq!(response["data"], Value::Null, "{query}");
    }
}

#[tokio::test]
async fn what_fails_inside_is_not_shown() {
    let server = site().await;
    // A row that no longer reads as a member.
    let tampering = "UPDATE members SET sector = 'NO_SUCH_SECTOR'";
    qianzhan_testkit::run(&server.site().database, tampering).await;
    let query = "{ member(id: \"621122-m-a\") { name } \
        consultationEvent(id: \"621122-e-a\") { title } \
        _entities(representations: [{ __typename: \"Member\", id: \"621122-m-a\" }, \
          { __typename: \"Region\", code: \"621122\" }]) \
          { ... on Member { name } ... on Region { code members { nodes { id } totalCount } } } }";
    let response = ask(&server, query).await;
    assert_eq!(
        response["data"],
        json!({
            "member": null,
            "consultationEvent": { "title": "a" },
            "_entities": [null, { "code": "621122", "members": null }],
        })
    );
    let mut codes = codes(&response);
    codes.sort();
    assert_eq!(
        codes,
        [
            ("INTERNAL", "[\"_entities\",0]".to_owned()),
            ("INTERNAL", "[\"_entities\",1,\"members\"]".to_owned()),
            ("INTERNAL", "[\"member\"]".to_owned()),
        ]
    );
    let text = response.to_string();
    assert!(!text.contains("SECTOR") && !text.contains("SELECT"), "{text}");
}

#[tokio::test]
async fn nulls_climb_through_aliases_fragments_and_lists() {
    let mut records = Records::of_county(COUNTY);
    records.events = vec![event(COUNTY, "a", "2024-01-01")];
    records.attendance = vec![attendance(&records.events[0], "620000-m-x")];
    let server = site_of(&records).await;
    let request = async_graphql::Request::new(
        "query Other { __typename } \
         query Asked { found: _entities(representations: [ \
             { __typename: \"Member\", id: \"621122-m-none\" }, \
             { __typename: \"ConsultationEvent\", id: \"621122-e-a\" }]) { ...event } } \
         fragment event on ConsultationEvent { title present: attendance { ... { who: member { \
             ...seat } } } } \
         fragment seat on Member { id called: name }",
    )
    .operation_name("Asked");
    let response = server.execute(own_office(&server), request).await;
    let response = serde_json::to_value(response).expect("JSON");
    assert_eq!(
        response["data"],
        json!({ "found": [null, { "title": "a", "present": [{ "who": null }] }] })
    );
    let path = "[\"found\",1,\"present\",0,\"who\",\"called\"]".to_owned();
    assert_eq!(codes(&response), [("RECORD_NOT_HERE", path)]);
}
