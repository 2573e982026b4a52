//! A province's site in memory, with contacts of two directors and a group of one city.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use async_graphql::Request;
use qianzhan_economy::{
    EnterpriseContactNorm,
    assistance_groups::{
        AssistanceItem, GroupMember, GroupStatus, IndustryAssistanceGroup,
        insert_assistance_group_members, insert_assistance_items,
        insert_industry_assistance_groups,
    },
    enterprise_contacts::{
        EnterpriseContact, EnterpriseContactStatus, EnterpriseVisit, insert_enterprise_contacts,
        insert_enterprise_visits,
    },
    extension, insert_enterprise_contact_norms,
};
use qianzhan_network::{
    Caller, CallerRole, Database, Date, Level, RecordId, Site, SiteExtension, SiteServer,
    TrustedIssuers,
    records::committees::{Committee, insert_committees},
};
use serde_json::{Value, json};

pub(crate) const COMMITTEE: &str = "620000-committee";

pub(crate) async fn site() -> SiteServer {
    site_with(vec![extension()]).await
}

pub(crate) async fn site_with(extensions: Vec<SiteExtension>) -> SiteServer {
    site_in(&qianzhan_testkit::database().await, extensions).await
}

pub(crate) async fn site_in(database: &Database, extensions: Vec<SiteExtension>) -> SiteServer {
    let site = Site {
        name: "620000".to_owned(),
        level: Level::Province,
        regions: vec!["620000".parse().expect("a code")],
        database: database.clone(),
        extensions,
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let mut writing = database.begin().await.expect("a transaction begins");
    insert_committees(&mut writing, &[committee()]).await.expect("the committee");
    let norm = EnterpriseContactNorm {
        committee_id: id(COMMITTEE),
        year: 2023,
        members_per_director_min: 2,
        members_per_director_max: 3,
        version: 1,
        is_generated: true,
    };
    insert_enterprise_contact_norms(&mut writing, &[norm]).await.expect("the norm");
    let contacts = [
        contact("a", 2023, ("d1", "m1"), "621122", EnterpriseContactStatus::Resolved),
        contact("b", 2023, ("d1", "m1"), "620102", EnterpriseContactStatus::Determined),
        contact("c", 2023, ("d1", "m2"), "621100", EnterpriseContactStatus::Reported),
        contact("d", 2023, ("d2", "m3"), "620102", EnterpriseContactStatus::Visited),
        contact("e", 2022, ("d2", "m3"), "620102", EnterpriseContactStatus::Visited),
    ];
    insert_enterprise_contacts(&mut writing, &contacts).await.expect("contacts");
    let visits = [visit("a", 0), visit("a", 1), visit("c", 0), visit("d", 0), visit("e", 0)];
    insert_enterprise_visits(&mut writing, &visits).await.expect("visits");
    insert_industry_assistance_groups(&mut writing, &[group()]).await.expect("the group");
    let members = [
        group_member(0, "620000-m-1", Level::Province),
        group_member(1, "620400-m-1", Level::City),
    ];
    insert_assistance_group_members(&mut writing, &members).await.expect("its members");
    let items = [item(0, "共建检测平台"), item(1, "组织订单对接")];
    insert_assistance_items(&mut writing, &items).await.expect("its list");
    writing.commit().await.expect("the transaction commits");
    server
}

pub(crate) fn caller(region: &str, role: CallerRole) -> Caller {
    Caller {
        subject: format!("{region}-{}", role.as_text()),
        region: Some(region.parse().expect("a code")),
        roles: vec![role],
        ..Caller::anonymous()
    }
}

pub(crate) async fn ask(server: &SiteServer, caller: Caller, query: &str) -> Value {
    let response = server.execute(Arc::new(caller), Request::new(query)).await;
    serde_json::to_value(response).expect("responses serialize")
}

/// The data of a response to the own office, without errors.
pub(crate) async fn data(server: &SiteServer, query: &str) -> Value {
    let mut response = ask(server, caller("620000", CallerRole::Office), query).await;
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].take()
}

/// What a mutation of the own office answers; `once` tells one request from another.
pub(crate) async fn write(
    server: &SiteServer,
    mutation: &str,
    (argument, key): (&str, &str),
    once: &str,
    input: &str,
) -> Value {
    let mut hasher = DefaultHasher::new();
    (mutation, key, once).hash(&mut hasher);
    let query = format!(
        "mutation {{ {mutation}({argument}: \"{key}\", idempotencyKey: \"{:x}\", input: {{ \
         {input} }}) {{ id isReplay userErrors {{ code field allowedMoves }} }} }}",
        hasher.finish()
    );
    data(server, &query).await[mutation].clone()
}

/// The id of what a mutation wrote, which it must have.
pub(crate) async fn written(
    server: &SiteServer,
    mutation: &str,
    key: (&str, &str),
    input: &str,
) -> String {
    let answer = write(server, mutation, key, input, input).await;
    assert_eq!(answer["userErrors"], json!([]), "{mutation} {input}");
    answer["id"].as_str().expect("an id").to_owned()
}

fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn committee() -> Committee {
    Committee {
        id: id(COMMITTEE),
        region_code: "620000".parse().expect("a code"),
        level: Level::Province,
        name: "甘肃省政协".to_owned(),
        term_no: Some(13),
        superior_id: None,
        is_generated: true,
    }
}

fn contact(
    name: &str,
    year: i64,
    (director, member): (&str, &str),
    region: &str,
    status: EnterpriseContactStatus,
) -> EnterpriseContact {
    let is_reported =
        matches!(status, EnterpriseContactStatus::Reported | EnterpriseContactStatus::Resolved);
    EnterpriseContact {
        id: id(&format!("620000-c-{name}")),
        committee_id: id(COMMITTEE),
        year,
        director_id: id(&format!("620000-{director}")),
        member_id: id(&format!("620000-{member}")),
        enterprise: format!("企业{name}"),
        enterprise_region: region.parse().expect("a code"),
        liaison: Some("赵六".to_owned()),
        staff_count: 3,
        persons_reached: if is_reported { 10 } else { 0 },
        form_due_on: Some(day("2023-12-20")),
        form_received_on: is_reported.then(|| day("2023-12-10")),
        services: None,
        problem: None,
        result: None,
        status,
        version: 1,
        is_generated: true,
    }
}

fn visit(contact: &str, ordinal: u32) -> EnterpriseVisit {
    EnterpriseVisit {
        contact_id: id(&format!("620000-c-{contact}")),
        ordinal,
        visited_on: day("2023-05-01"),
        note: None,
    }
}

fn group() -> IndustryAssistanceGroup {
    IndustryAssistanceGroup {
        id: id("620000-g-a"),
        committee_id: id(COMMITTEE),
        city_code: "620400".parse().expect("a code"),
        industry: "有色金属".to_owned(),
        leader_id: Some(id("620000-m-1")),
        founded_on: day("2023-03-01"),
        meeting_count: 2,
        surveyed_on: Some(day("2023-05-01")),
        report_title: Some("调研报告".to_owned()),
        reported_on: Some(day("2023-07-01")),
        listed_on: Some(day("2023-08-01")),
        status: GroupStatus::Listed,
        version: 1,
        is_generated: true,
    }
}

fn group_member(ordinal: u32, member: &str, level: Level) -> GroupMember {
    GroupMember { group_id: id("620000-g-a"), ordinal, member_id: id(member), level }
}

fn item(ordinal: u32, text: &str) -> AssistanceItem {
    AssistanceItem { group_id: id("620000-g-a"), ordinal, text: text.to_owned(), unit: None }
}
