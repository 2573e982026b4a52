//! A county's site with a few members, a station, and no duty yet; and how it is asked and written.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use async_graphql::{Request, Variables};
use qianzhan_duties::extension;
use qianzhan_network::{
    Caller, CallerRole, Database, Level, RecordId, Site, SiteServer, TrustedIssuers,
    records::{
        committees::{Committee, insert_committees},
        localities::{Locality, LocalityKind, insert_localities},
        members::{Member, OfficeRole, SeatStatus, SectorCode, insert_members},
        platforms::{
            HostKind, Plaque, Platform, PlatformKind, PlatformStatus, insert_plaques,
            insert_platforms,
        },
    },
};
use serde_json::{Value, json};

pub(crate) const COUNTY: &str = "621122";
pub(crate) const COMMITTEE: (&str, &str) = ("committeeId", "621122-committee");

/// A site whose members are a chair and a vice-chair of the party, two members of it, and two who
/// are not; `gone` has left.
pub(crate) async fn site() -> SiteServer {
    site_in(&qianzhan_testkit::database().await).await
}

pub(crate) async fn site_in(database: &Database) -> SiteServer {
    let site = Site {
        name: COUNTY.to_owned(),
        level: Level::County,
        regions: vec![COUNTY.parse().expect("a code")],
        database: database.clone(),
        extensions: vec![extension()],
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let mut writing = database.begin().await.expect("a transaction begins");
    insert_committees(&mut writing, &[committee()]).await.expect("the committee");
    let localities = [
        locality("621122101", LocalityKind::Township),
        locality("621122102", LocalityKind::Township),
        locality("621122001", LocalityKind::Subdistrict),
        locality("621122401", LocalityKind::Park),
    ];
    insert_localities(&mut writing, &localities).await.expect("localities");
    let gone = Member {
        status: SeatStatus::Exited,
        until: Some("2024-01-31".parse().expect("a date")),
        ..member("gone", OfficeRole::Member, true)
    };
    let members = [
        member("chair", OfficeRole::Chair, true),
        member("vice", OfficeRole::ViceChair, true),
        member("p", OfficeRole::Member, true),
        member("q", OfficeRole::Member, true),
        member("m", OfficeRole::Member, false),
        Member { sector: SectorCode::Health, ..member("n", OfficeRole::Member, false) },
        gone,
    ];
    insert_members(&mut writing, &members).await.expect("members");
    let platforms = [platform("a"), platform("b"), platform("room")];
    insert_platforms(&mut writing, &platforms).await.expect("platforms");
    let plaques = [
        plaque(&platforms[0], PlatformKind::Workstation),
        plaque(&platforms[1], PlatformKind::Workstation),
        plaque(&platforms[2], PlatformKind::ConsultationRoom),
    ];
    insert_plaques(&mut writing, &plaques).await.expect("plaques");
    writing.commit().await.expect("the transaction commits");
    server
}

pub(crate) fn caller(region: &str, role: CallerRole) -> Caller {
    Caller {
        subject: format!("{region}-{role}"),
        region: Some(region.parse().expect("a code")),
        roles: vec![role],
        ..Caller::anonymous()
    }
}

pub(crate) async fn ask_as(server: &SiteServer, caller: Caller, query: &str) -> Value {
    let response = server.execute(Arc::new(caller), Request::new(query)).await;
    serde_json::to_value(response).expect("responses serialize")
}

/// The data of a response without errors to the site's own office.
pub(crate) async fn data(server: &SiteServer, query: &str) -> Value {
    let mut response = ask_as(server, caller(COUNTY, CallerRole::Office), query).await;
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].take()
}

/// Fields of `Region`, asked as a gateway does.
pub(crate) async fn region(server: &SiteServer, code: &str, fields: &str) -> Value {
    let query = format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{code}\" }}]) \
         {{ ... on Region {{ {fields} }} }} }}"
    );
    data(server, &query).await["_entities"][0].take()
}

/// Fields of a member of the site.
pub(crate) async fn of_member(server: &SiteServer, name: &str, fields: &str) -> Value {
    let query = format!("{{ member(id: \"621122-m-{name}\") {{ {fields} }} }}");
    data(server, &query).await["member"].take()
}

/// A mutation by the office, under a key of its own; the whole response.
pub(crate) async fn put(
    server: &SiteServer,
    mutation: &str,
    (route, key): (&str, &str),
    input: Value,
    selection: &str,
) -> Value {
    let mut hasher = DefaultHasher::new();
    (mutation, key, input.to_string()).hash(&mut hasher);
    let once = hasher.finish().to_string();
    let input_type = format!("{}{}Input!", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($key: ID!, $once: String!, $input: {input_type}) {{ \
         written: {mutation}({route}: $key, idempotencyKey: $once, input: $input) \
         {{ {selection} userErrors {{ code field messageZh messageEn state allowedMoves }} }} }}"
    );
    let variables = json!({ "key": key, "once": once, "input": input });
    let request = Request::new(query).variables(Variables::from_json(variables));
    let response = server.execute(Arc::new(caller(COUNTY, CallerRole::Office)), request).await;
    serde_json::to_value(response).expect("responses serialize")
}

/// What was written, which must have been.
pub(crate) async fn written(
    server: &SiteServer,
    mutation: &str,
    route: (&str, &str),
    input: Value,
    selection: &str,
) -> Value {
    let mut response = put(server, mutation, route, input, selection).await;
    assert!(response.get("errors").is_none(), "{response}");
    assert_eq!(response["data"]["written"]["userErrors"], json!([]), "{response}");
    response["data"]["written"].take()
}

/// The id of what was written.
pub(crate) async fn id_of(
    server: &SiteServer,
    mutation: &str,
    route: (&str, &str),
    input: Value,
) -> String {
    let written = written(server, mutation, route, input, "id").await;
    written["id"].as_str().expect("an id").to_owned()
}

/// Code and field of each reason against a write, which must have been refused.
pub(crate) async fn refused(
    server: &SiteServer,
    mutation: &str,
    route: (&str, &str),
    input: Value,
) -> Vec<(String, String)> {
    let response = put(server, mutation, route, input, "id").await;
    assert!(response.get("errors").is_none(), "{response}");
    let written = &response["data"]["written"];
    assert_eq!(written["id"], Value::Null, "{response}");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let errors = written["userErrors"].as_array().expect("a list");
    errors
        .iter()
        .map(|error| {
            assert!(!text(&error["messageZh"]).is_empty() && !text(&error["messageEn"]).is_empty());
            let field: Vec<String> =
                error["field"].as_array().expect("a path").iter().map(text).collect();
            (text(&error["code"]), field.join("."))
        })
        .collect()
}

pub(crate) fn reasons<const N: usize>(reasons: [(&str, &str); N]) -> Vec<(String, String)> {
    reasons.map(|(code, field)| (code.to_owned(), field.to_owned())).to_vec()
}

/// The last parts of ids in a list of nodes.
pub(crate) fn names(nodes: &Value) -> Vec<&str> {
    let nodes = nodes.as_array().expect("a list").iter();
    nodes.map(|it| it["id"].as_str().and_then(|id| id.rsplit('-').next()).expect("an id")).collect()
}

fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn committee() -> Committee {
    Committee {
        id: id("621122-committee"),
        region_code: COUNTY.parse().expect("a code"),
        level: Level::County,
        name: "陇西县政协".to_owned(),
        term_no: Some(18),
        superior_id: Some(id("621100-committee")),
        is_generated: true,
    }
}

fn locality(code: &str, kind: LocalityKind) -> Locality {
    Locality {
        code: code.parse().expect("a code"),
        region_code: COUNTY.parse().expect("a code"),
        kind,
        name: format!("地点{code}"),
    }
}

fn member(name: &str, office: OfficeRole, is_party_member: bool) -> Member {
    Member {
        id: id(&format!("621122-m-{name}")),
        committee_id: id("621122-committee"),
        person_id: format!("person-{name}"),
        level: Level::County,
        name: format!("委员{name}"),
        sector: SectorCode::Education,
        office,
        status: SeatStatus::Active,
        is_party_member,
        employer: None,
        residence_region: None,
        special_committee: None,
        since: "2021-11-01".parse().expect("a date"),
        until: None,
        duty_score: None,
        version: 1,
        is_generated: true,
    }
}

fn platform(name: &str) -> Platform {
    Platform {
        id: id(&format!("621122-p-{name}")),
        committee_id: id("621122-committee"),
        kind: PlatformKind::Workstation,
        name: format!("{name}站"),
        locality_code: Some("621122101".parse().expect("a code")),
        host_kind: HostKind::Township,
        host: None,
        status: PlatformStatus::Operating,
        head: None,
        sector: None,
        withdrawn_on: None,
        status_reason: None,
        launched_on: None,
        lead_member_id: None,
        lead_unit: None,
        book_count: None,
        version: 1,
        is_generated: true,
        granted_on: None,
    }
}

fn plaque(platform: &Platform, kind: PlatformKind) -> Plaque {
    Plaque {
        platform_id: platform.id.clone(),
        ordinal: 0,
        kind,
        name: platform.name.clone(),
        granted_on: "2021-12-01".parse().expect("a date"),
    }
}
