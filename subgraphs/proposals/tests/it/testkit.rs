//! A county's site in memory, with proposals in several states and a supervision of one.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use async_graphql::Request;
use qianzhan_network::{
    Caller, CallerRole, Database, Date, Level, RecordId, Site, SiteServer, TrustedIssuers,
    records::{
        committees::{Committee, insert_committees},
        members::SectorCode,
    },
};
use qianzhan_proposals::{
    extension,
    proposal_supervisions::{
        ProposalSupervision, SupervisionKind, SupervisionStatus, insert_proposal_supervisions,
    },
    proposals::{
        Proposal, ProposalKind, ProposalStatus, ProposalUnit, Proposer, ProposerKind,
        insert_proposal_units, insert_proposals, insert_proposers,
    },
};
use serde_json::{Value, json};

pub(crate) const COMMITTEE: &str = "621122-committee";

pub(crate) async fn site() -> SiteServer {
    site_in(&qianzhan_testkit::database().await).await
}

pub(crate) async fn site_in(database: &Database) -> SiteServer {
    let site = Site {
        name: "621122".to_owned(),
        level: Level::County,
        regions: vec!["621122".parse().expect("a code")],
        database: database.clone(),
        extensions: vec![extension()],
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let mut writing = database.begin().await.expect("a transaction begins");
    insert_committees(&mut writing, &[committee()]).await.expect("the committee");
    let mut of_sector = proposal("a", 1, ProposalStatus::Handling);
    of_sector.kind = ProposalKind::Sector;
    of_sector.sector = Some(SectorCode::Economy);
    of_sector.is_key = true;
    of_sector.survey_id = Some(id("621100-u-a"));
    of_sector.source_appeal_id = Some(id("621122-p-appeal"));
    of_sector.source_topic_id = Some(id("621122-p-topic"));
    let mut done = proposal("b", 2, ProposalStatus::CarriedOut);
    done.outcome = Some("已落实".to_owned());
    let mut draft = proposal("c", 3, ProposalStatus::Collected);
    (draft.serial_no, draft.submitted_on) = (None, None);
    insert_proposals(&mut writing, &[of_sector, done, draft]).await.expect("proposals");
    let proposers = [
        proposer("a", 0, ProposerKind::Member, Some("620000-m-1"), None),
        proposer("a", 1, ProposerKind::Body, None, Some("经济委员会")),
        proposer("b", 0, ProposerKind::Member, Some("621122-m-1"), None),
    ];
    insert_proposers(&mut writing, &proposers).await.expect("proposers");
    let units = [
        unit("a", 0, "财政局", Some("2024-06-30"), None),
        unit("a", 1, "水务局", Some("2024-06-30"), Some("2024-05-01")),
        unit("b", 0, "财政局", Some("2024-06-30"), Some("2024-07-15")),
    ];
    insert_proposal_units(&mut writing, &units).await.expect("units");
    let supervision = ProposalSupervision {
        id: id("621122-s-a"),
        committee_id: id(COMMITTEE),
        proposal_id: id("621122-p-a"),
        kind: SupervisionKind::Led,
        leader: Some("王建军".to_owned()),
        leader_office: Some("县政协主席".to_owned()),
        held_on: day("2024-09-10"),
        status: SupervisionStatus::Held,
        has_sector_public: true,
        member_count: Some(6),
        public_count: Some(7),
        demand: Some("明确完成时限".to_owned()),
        result: None,
        followed_up_on: None,
        finding: None,
        version: 2,
        is_generated: true,
    };
    insert_proposal_supervisions(&mut writing, &[supervision]).await.expect("the supervision");
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
    let mut response = ask(server, caller("621122", CallerRole::Office), query).await;
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

pub(crate) fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn committee() -> Committee {
    Committee {
        id: id(COMMITTEE),
        region_code: "621122".parse().expect("a code"),
        level: Level::County,
        name: "陇西县政协".to_owned(),
        term_no: Some(10),
        superior_id: None,
        is_generated: true,
    }
}

fn proposal(name: &str, serial: i64, status: ProposalStatus) -> Proposal {
    Proposal {
        id: id(&format!("621122-p-{name}")),
        committee_id: id(COMMITTEE),
        term_no: 10,
        session_no: 3,
        serial_no: Some(serial),
        kind: ProposalKind::Individual,
        title: format!("提案{name}"),
        text: Some("正文".to_owned()),
        sector: None,
        is_key: false,
        survey_id: None,
        source_appeal_id: None,
        source_topic_id: None,
        status,
        collected_on: day("2024-01-02"),
        submitted_on: Some(day("2024-01-15")),
        outcome: None,
        version: 1,
        is_generated: true,
    }
}

fn proposer(
    proposal: &str,
    ordinal: u32,
    kind: ProposerKind,
    member: Option<&str>,
    name: Option<&str>,
) -> Proposer {
    Proposer {
        proposal_id: id(&format!("621122-p-{proposal}")),
        ordinal,
        kind,
        member_id: member.map(id),
        name: name.map(str::to_owned),
    }
}

fn unit(
    proposal: &str,
    ordinal: u32,
    unit: &str,
    due_on: Option<&str>,
    replied_on: Option<&str>,
) -> ProposalUnit {
    ProposalUnit {
        proposal_id: id(&format!("621122-p-{proposal}")),
        ordinal,
        unit: unit.to_owned(),
        is_lead: ordinal == 0,
        due_on: due_on.map(day),
        is_replied: replied_on.is_some(),
        replied_on: replied_on.map(day),
        reply: replied_on.map(|_| "同意".to_owned()),
    }
}
