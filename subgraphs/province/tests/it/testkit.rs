//! A province's site in memory, with what it did with reports of two counties and a city.

use std::sync::Arc;

use async_graphql::Request;
use qianzhan_network::{
    Caller, CallerRole, Level, RecordId, Site, SiteServer, TrustedIssuers,
    records::{
        committees::{Committee, insert_committees},
        opinion_reports::{OpinionReport, OpinionReportStatus, insert_opinion_reports},
    },
};
use qianzhan_province::{
    Instruction, ProvincialHandling, extension, insert_instructions, insert_provincial_handlings,
};
use serde_json::Value;

pub(crate) async fn site() -> SiteServer {
    let database = qianzhan_testkit::database().await;
    let site = Site {
        name: "620000".to_owned(),
        level: Level::Province,
        regions: vec!["620000".parse().expect("a code")],
        database: database.clone(),
        extensions: vec![extension()],
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let mut writing = database.begin().await.expect("a transaction begins");
    insert_committees(&mut writing, &[committee()]).await.expect("the committee");
    insert_opinion_reports(&mut writing, &[own_report()]).await.expect("a report of its own");
    let handlings = [
        handling("621122-o-a", "2024-01-10", true),
        handling("621122-o-b", "2024-02-10", false),
        handling("621123-o-a", "2024-02-11", true),
        handling("621100-o-a", "2023-12-31", true),
        handling("620102-o-a", "2024-06-30", false),
    ];
    insert_provincial_handlings(&mut writing, &handlings).await.expect("handlings");
    let instructions = [
        instruction("621122-o-a", 0, "2024-03-02"),
        instruction("621122-o-a", 1, "2024-03-01"),
        instruction("621100-o-a", 0, "2024-03-01"),
    ];
    insert_instructions(&mut writing, &instructions).await.expect("instructions");
    writing.commit().await.expect("the transaction commits");
    server
}

/// The office of the site's own region.
fn own_office(server: &SiteServer) -> Caller {
    Caller {
        region: server.site().regions.first().copied(),
        roles: vec![CallerRole::Office],
        ..Caller::anonymous()
    }
}

/// The data of a response without errors.
pub(crate) async fn data(server: &SiteServer, query: &str) -> Value {
    let mut response = ask(server, query).await;
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].take()
}

pub(crate) async fn ask(server: &SiteServer, query: &str) -> Value {
    let response = server.execute(Arc::new(own_office(server)), Request::new(query)).await;
    serde_json::to_value(response).expect("responses serialize")
}

fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn committee() -> Committee {
    Committee {
        id: id("620000-committee"),
        region_code: "620000".parse().expect("a code"),
        level: Level::Province,
        name: "甘肃省政协".to_owned(),
        term_no: Some(13),
        superior_id: None,
        is_generated: true,
    }
}

fn own_report() -> OpinionReport {
    OpinionReport {
        id: id("620000-o-own"),
        committee_id: id("620000-committee"),
        title: "省级信息".to_owned(),
        author_id: None,
        source_event_id: None,
        status: OpinionReportStatus::Edited,
        submitted_on: None,
        submitted_to: None,
        written_on: "2024-01-01".parse().expect("a date"),
        text: None,
        version: 1,
        is_generated: true,
    }
}

fn handling(report: &str, received_on: &str, is_adopted: bool) -> ProvincialHandling {
    let received_on = received_on.parse().expect("a date");
    ProvincialHandling {
        opinion_report_id: id(report),
        received_on,
        is_adopted,
        adopted_on: is_adopted.then_some(received_on),
        publication: is_adopted.then(|| "社情民意".to_owned()),
        version: 1,
        is_generated: true,
    }
}

fn instruction(report: &str, ordinal: u32, given_on: &str) -> Instruction {
    Instruction {
        opinion_report_id: id(report),
        ordinal,
        leader_office: "副省长".to_owned(),
        given_on: given_on.parse().expect("a date"),
        text: format!("请研究{ordinal}"),
    }
}
