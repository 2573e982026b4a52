//! A county's site in memory, with localities, a platform with a council, and one without.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use async_graphql::Request;
use qianzhan_county::{
    ConsultationCouncil, CouncilRole, CouncilStatus, FixedMember, MicroConsultation,
    MicroConsultationStatus, MicroTeamMember, Moment, extension,
    friday_matters::{Difficulty, FridayMatter, FridayMatterStep, insert_friday_matters},
    insert_consultation_councils, insert_fixed_members, insert_micro_consultations,
    insert_micro_team_members,
    mediation_cases::{
        CaseMember, MediationCase, MediationKind, MediationStatus, insert_mediation_cases,
        insert_mediation_members,
    },
};
use qianzhan_network::{
    Caller, CallerRole, Database, Level, RecordId, Site, SiteServer, TrustedIssuers,
    records::{
        committees::{Committee, insert_committees},
        consultation_events::{
            ConsultationEvent, ConsultationEventStatus, ConsultationKind, ConsultationMode,
            VenueKind, insert_consultation_events,
        },
        localities::{Locality, LocalityKind, insert_localities},
        platforms::{HostKind, Platform, PlatformKind, PlatformStatus, insert_platforms},
    },
};
use serde_json::{Value, json};

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
    let localities = [
        locality("621122401", "621122", LocalityKind::Park),
        locality("621122102", "621122", LocalityKind::Township),
        locality("621122001", "621122", LocalityKind::Subdistrict),
        locality("621122102203", "621122", LocalityKind::Village),
        // A place of another county, where a platform of this one stands.
        locality("621123101", "621123", LocalityKind::Township),
    ];
    insert_localities(&mut writing, &localities).await.expect("localities");
    let platforms = [platform("621122-p-a", "621122102"), platform("621122-p-b", "621123101")];
    insert_platforms(&mut writing, &platforms).await.expect("platforms");
    let council = ConsultationCouncil {
        platform_id: platforms[0].id.clone(),
        name: "首阳镇协商议事会".to_owned(),
        convener: Some("张三".to_owned()),
        fixed_member_count: 9,
        has_room: true,
        term_no: Some(3),
        status: CouncilStatus::MembersFixed,
        version: 2,
        is_generated: true,
    };
    insert_consultation_councils(&mut writing, &[council]).await.expect("the council");
    let fixed = [
        fixed_member(0, None, Some("张三"), CouncilRole::Convener),
        fixed_member(1, Some("620000-m-1"), None, CouncilRole::DeployedMember),
    ];
    insert_fixed_members(&mut writing, &fixed).await.expect("its members");
    let cases = [
        case("a", "2024-05-01T10:00:00+08:00", Some("2024-05-02T07:00:00+08:00")),
        case("b", "2024-12-31T23:30:00+08:00", None),
    ];
    insert_mediation_cases(&mut writing, &cases).await.expect("cases");
    let member = CaseMember { case_id: id("621122-c-a"), ordinal: 0, member_id: id("621122-m-1") };
    insert_mediation_members(&mut writing, &[member]).await.expect("a mediator");
    let matters = [
        matter("a", FridayMatterStep::Rated, Difficulty::Easy),
        matter("b", FridayMatterStep::Discussed, Difficulty::Hard),
    ];
    insert_friday_matters(&mut writing, &matters).await.expect("matters");
    let events = [
        event("micro", ConsultationKind::Micro),
        event("micro-2", ConsultationKind::Micro),
        event("plain", ConsultationKind::Grassroots),
    ];
    insert_consultation_events(&mut writing, &events).await.expect("events");
    let micro = MicroConsultation {
        event_id: id("621122-e-micro"),
        sector_group: "第三界别组".to_owned(),
        scope: Some("一个小区".to_owned()),
        status: MicroConsultationStatus::Converted,
        opinion_report_id: None,
        proposal_id: Some(id("621122-p-1")),
        version: 4,
        is_generated: true,
    };
    insert_micro_consultations(&mut writing, &[micro]).await.expect("how it was done");
    let team =
        MicroTeamMember { event_id: id("621122-e-micro"), ordinal: 0, member_id: id("621122-m-1") };
    insert_micro_team_members(&mut writing, &[team]).await.expect("its team");
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

fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn committee() -> Committee {
    Committee {
        id: id("621122-committee"),
        region_code: "621122".parse().expect("a code"),
        level: Level::County,
        name: "陇西县政协".to_owned(),
        term_no: None,
        superior_id: None,
        is_generated: true,
    }
}

fn locality(code: &str, region: &str, kind: LocalityKind) -> Locality {
    Locality {
        code: code.parse().expect("a code"),
        region_code: region.parse().expect("a code"),
        kind,
        name: format!("地点{code}"),
    }
}

fn platform(platform: &str, locality: &str) -> Platform {
    Platform {
        id: id(platform),
        committee_id: id("621122-committee"),
        kind: PlatformKind::ConsultationRoom,
        name: "协商议事室".to_owned(),
        locality_code: Some(locality.parse().expect("a code")),
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

fn fixed_member(
    ordinal: u32,
    member: Option<&str>,
    name: Option<&str>,
    role: CouncilRole,
) -> FixedMember {
    FixedMember {
        platform_id: id("621122-p-a"),
        ordinal,
        member_id: member.map(id),
        name: name.map(str::to_owned),
        role,
    }
}

fn case(name: &str, opened_at: &str, closed_at: Option<&str>) -> MediationCase {
    let moment = |text: &str| text.parse::<Moment>().expect("a moment");
    let (opened_at, closed_at) = (moment(opened_at), closed_at.map(moment));
    MediationCase {
        id: id(&format!("621122-c-{name}")),
        committee_id: id("621122-committee"),
        platform_id: Some(id("621122-p-a")),
        kind: MediationKind::Housing,
        title: "房屋裂缝".to_owned(),
        parties: Some("住户与施工单位".to_owned()),
        opened_at,
        opened_on: opened_at.day(),
        closed_at,
        minutes_open: closed_at.map(|it| it.minutes_since(opened_at)),
        status: if closed_at.is_some() {
            MediationStatus::Resolved
        } else {
            MediationStatus::Accepted
        },
        result: closed_at.map(|_| "已修缮".to_owned()),
        version: 1,
        is_generated: true,
    }
}

fn matter(name: &str, status: FridayMatterStep, difficulty: Difficulty) -> FridayMatter {
    let day = |text: &str| text.parse().expect("a date");
    let is_rated = status == FridayMatterStep::Rated;
    FridayMatter {
        id: id(&format!("621122-f-{name}")),
        committee_id: id("621122-committee"),
        locality_code: Some("621122102203".parse().expect("a code")),
        text: "路灯不亮".to_owned(),
        speaker: Some("王五".to_owned()),
        status,
        difficulty: Some(difficulty),
        responsible: Some("社区网格员".to_owned()),
        spoken_on: day("2024-05-01"),
        known_on: Some(day("2024-05-02")),
        discussed_on: Some(day("2024-05-03")),
        handled_on: is_rated.then(|| day("2024-05-09")),
        rated_on: is_rated.then(|| day("2024-05-10")),
        result: is_rated.then(|| "已修好".to_owned()),
        rating: is_rated.then_some(4),
        version: 3,
        is_generated: true,
    }
}

fn event(name: &str, kind: ConsultationKind) -> ConsultationEvent {
    ConsultationEvent {
        id: id(&format!("621122-e-{name}")),
        committee_id: id("621122-committee"),
        title: "小区停车".to_owned(),
        kind,
        venue: VenueKind::Room,
        mode: ConsultationMode::OnSite,
        status: ConsultationEventStatus::Solved,
        held_on: "2024-06-06".parse().expect("a date"),
        platform_id: None,
        locality_code: None,
        topic_id: None,
        member_count: 0,
        resident_count: 0,
        suggestion_count: 0,
        problems_found: 2,
        problems_solved: 2,
        brand: None,
        version: 1,
        is_generated: true,
    }
}
