//! Builds sites in memory with a few records, and asks them.

use std::{path::PathBuf, sync::Arc};

use async_graphql::{Request, Variables};
use qianzhan_network::{
    Caller, CallerRole, Database, Date, Level, RecordId, RegionCode, Site, SiteServer,
    TrustedIssuers,
    records::{
        appeals::{Appeal, AppealChannel, AppealStatus, insert_appeals},
        codes::{Code, CodeScans, CodeStatus, insert_code_scans, insert_codes},
        committees::{Committee, insert_committees},
        consultation_events::{
            Attendance, ConsultationEvent, ConsultationEventStatus, ConsultationKind,
            ConsultationMode, EventRole, Outcome, OutcomeKind, OutcomeStatus, VenueKind,
            insert_attendance, insert_consultation_events, insert_outcomes,
        },
        deployments::{Deployment, PlatformRole, insert_deployments},
        localities::{Locality, LocalityKind, insert_localities},
        member_groups::{
            GroupMembership, MemberGroup, MemberGroupKind, MemberGroupStatus,
            insert_group_memberships, insert_member_groups,
        },
        members::{
            Member, OfficeRole, SeatStatus, SeatStatusChange, SectorCode, SpecialCommitteeSeat,
            insert_members, insert_seat_status_changes, insert_special_committee_seats,
        },
        nominations::{NominationStatus, SeatNomination, insert_seat_nominations},
        opinion_reports::{OpinionReport, OpinionReportStatus, insert_opinion_reports},
        platforms::{
            AnnualPlan, HostKind, Plaque, Platform, PlatformKind, PlatformStatus, SixHasCheck,
            SixHasSelfCheck, insert_annual_plans, insert_plaques, insert_platforms,
            insert_six_has_checks, insert_six_has_self_checks,
        },
        reported_figures::{
            FigureLevel, FigureQualifier, FigureUnit, ReportedFigure, Sources,
            insert_reported_figures,
        },
        topics::{Topic, TopicSource, TopicStatus, insert_topics},
    },
};
use serde_json::{Value, json};

/// Everything a site may hold.
#[derive(Debug, Default, Clone)]
pub(crate) struct Records {
    pub(crate) committees: Vec<Committee>,
    pub(crate) localities: Vec<Locality>,
    pub(crate) members: Vec<Member>,
    pub(crate) status_changes: Vec<SeatStatusChange>,
    pub(crate) placements: Vec<SpecialCommitteeSeat>,
    pub(crate) nominations: Vec<SeatNomination>,
    pub(crate) groups: Vec<MemberGroup>,
    pub(crate) memberships: Vec<GroupMembership>,
    pub(crate) platforms: Vec<Platform>,
    pub(crate) plaques: Vec<Plaque>,
    pub(crate) checks: Vec<SixHasCheck>,
    pub(crate) self_checks: Vec<SixHasSelfCheck>,
    pub(crate) plans: Vec<AnnualPlan>,
    pub(crate) topics: Vec<Topic>,
    pub(crate) events: Vec<ConsultationEvent>,
    pub(crate) attendance: Vec<Attendance>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) opinion_reports: Vec<OpinionReport>,
    pub(crate) figures: Vec<ReportedFigure>,
    pub(crate) codes: Vec<Code>,
    pub(crate) scans: Vec<CodeScans>,
    pub(crate) appeals: Vec<Appeal>,
}

impl Records {
    /// A county's committee and its localities: two townships, a village of the first, and a park.
    pub(crate) fn of_county(region: &str) -> Self {
        let locality = |suffix: &str, kind, name: &str| Locality {
            code: format!("{region}{suffix}").parse().expect("a code"),
            region_code: region.parse().expect("a code"),
            kind,
            name: name.to_owned(),
        };
        Self {
            committees: vec![committee(region)],
            localities: vec![
                locality("101", LocalityKind::Township, "文峰镇"),
                locality("102", LocalityKind::Township, "首阳镇"),
                locality("101205", LocalityKind::Village, "东街村"),
                locality("401", LocalityKind::Park, "工业园区"),
            ],
            ..Self::default()
        }
    }

    pub(crate) async fn write(&self, database: &Database) {
        let mut writing = database.begin().await.expect("a transaction begins");
        insert_committees(&mut writing, &self.committees).await.expect("committees");
        insert_localities(&mut writing, &self.localities).await.expect("localities");
        insert_members(&mut writing, &self.members).await.expect("members");
        insert_seat_status_changes(&mut writing, &self.status_changes).await.expect("changes");
        insert_special_committee_seats(&mut writing, &self.placements).await.expect("placements");
        insert_seat_nominations(&mut writing, &self.nominations).await.expect("nominations");
        insert_member_groups(&mut writing, &self.groups).await.expect("groups");
        insert_group_memberships(&mut writing, &self.memberships).await.expect("memberships");
        insert_platforms(&mut writing, &self.platforms).await.expect("platforms");
        insert_plaques(&mut writing, &self.plaques).await.expect("plaques");
        insert_six_has_checks(&mut writing, &self.checks).await.expect("checks");
        insert_six_has_self_checks(&mut writing, &self.self_checks).await.expect("own checks");
        insert_annual_plans(&mut writing, &self.plans).await.expect("plans");
        insert_topics(&mut writing, &self.topics).await.expect("topics");
        insert_consultation_events(&mut writing, &self.events).await.expect("events");
        insert_attendance(&mut writing, &self.attendance).await.expect("attendance");
        insert_outcomes(&mut writing, &self.outcomes).await.expect("outcomes");
        insert_deployments(&mut writing, &self.deployments).await.expect("deployments");
        insert_opinion_reports(&mut writing, &self.opinion_reports).await.expect("reports");
        insert_reported_figures(&mut writing, &self.figures).await.expect("figures");
        insert_codes(&mut writing, &self.codes).await.expect("codes");
        insert_code_scans(&mut writing, &self.scans).await.expect("scans");
        insert_appeals(&mut writing, &self.appeals).await.expect("appeals");
        writing.commit().await.expect("the transaction commits");
    }
}

/// A site over records, that owns the regions of all their committees.
pub(crate) async fn site_of(records: &Records) -> SiteServer {
    let database = qianzhan_testkit::database().await;
    site_in(&database, records, TrustedIssuers::open()).await
}

/// A site over records in a database, which takes calls of these issuers.
pub(crate) async fn site_in(
    database: &Database,
    records: &Records,
    trusted_issuers: TrustedIssuers,
) -> SiteServer {
    site_with_policy(database, records, trusted_issuers, None).await
}

/// The same with a file of a policy.
pub(crate) async fn site_with_policy(
    database: &Database,
    records: &Records,
    trusted_issuers: TrustedIssuers,
    policy: Option<PathBuf>,
) -> SiteServer {
    let regions = records.committees.iter().map(|it| it.region_code).collect();
    let site = Site {
        name: "test".to_owned(),
        level: Level::County,
        regions,
        database: database.clone(),
        extensions: Vec::new(),
        trusted_issuers,
        policy,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    records.write(database).await;
    server
}

pub(crate) fn anonymous() -> Arc<Caller> {
    Arc::new(Caller::anonymous())
}

/// A caller of a region, signed in by the gateway `gansu`.
pub(crate) fn caller(region: &str, roles: &[CallerRole]) -> Arc<Caller> {
    Arc::new(Caller {
        subject: format!("{region}-clerk"),
        region: Some(code(region)),
        roles: roles.to_vec(),
        issuer: Some("gansu".to_owned()),
        ..Caller::anonymous()
    })
}

/// The office of the site's own region: there is nothing that it may not have. At a site that hosts
/// others, that of the province: it may have all but what is personal.
pub(crate) fn own_office(server: &SiteServer) -> Arc<Caller> {
    let region = match server.site().regions.as_slice() {
        [own] => *own,
        _ => code("620000"),
    };
    let region = Some(region);
    let roles = vec![CallerRole::Office];
    Arc::new(Caller { region, roles, ..Caller::anonymous() })
}

/// The whole response to a caller.
pub(crate) async fn ask_as(server: &SiteServer, caller: Arc<Caller>, query: &str) -> Value {
    let response = server.execute(caller, Request::new(query)).await;
    serde_json::to_value(response).expect("responses serialize")
}

/// The whole response, but for the head of the access log.
pub(crate) async fn ask(server: &SiteServer, query: &str) -> Value {
    ask_with(server, query, json!({})).await
}

/// The whole response to a query with variables, but for the head of the access log, which is never
/// the same twice.
pub(crate) async fn ask_with(server: &SiteServer, query: &str, variables: Value) -> Value {
    let request = Request::new(query).variables(Variables::from_json(variables));
    let mut response = server.execute(own_office(server), request).await;
    response.extensions.remove("accessLog");
    serde_json::to_value(response).expect("responses serialize")
}

/// The data of a response without errors.
pub(crate) async fn data(server: &SiteServer, query: &str) -> Value {
    let mut response = ask(server, query).await;
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].take()
}

/// One field of `Region`, asked as a gateway does.
pub(crate) async fn region(server: &SiteServer, code: &str, field: &str) -> Value {
    let query = region_query(code, field);
    data(server, &query).await["_entities"][0].take()
}

pub(crate) fn region_query(code: &str, field: &str) -> String {
    format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{code}\" }}]) \
         {{ ... on Region {{ {field} }} }} }}"
    )
}

/// Code and path of each error.
pub(crate) fn codes(response: &Value) -> Vec<(&str, String)> {
    let errors = response["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors
        .iter()
        .map(|error| {
            let code = error["extensions"]["code"].as_str().expect("each error has a code");
            let path = error.get("path").map(Value::to_string).unwrap_or_default();
            (code, path)
        })
        .collect()
}

pub(crate) fn strings<'v>(list: &'v Value, pointer: &str) -> Vec<&'v str> {
    let items = list.as_array().expect("a list");
    items.iter().map(|it| it.pointer(pointer).and_then(Value::as_str).expect("a text")).collect()
}

pub(crate) fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

pub(crate) fn code(text: &str) -> RegionCode {
    text.parse().expect("a region code")
}

pub(crate) fn committee(region: &str) -> Committee {
    Committee {
        id: RecordId::committee(code(region)),
        region_code: code(region),
        level: Level::County,
        name: format!("{region}政协"),
        term_no: Some(18),
        superior_id: Some(id("621100-committee")),
        is_generated: true,
    }
}

pub(crate) fn member(region: &str, name: &str) -> Member {
    Member {
        id: id(&format!("{region}-m-{name}")),
        committee_id: RecordId::committee(code(region)),
        person_id: format!("person-{region}-{name}"),
        level: Level::County,
        name: name.to_owned(),
        sector: SectorCode::Education,
        office: OfficeRole::Member,
        status: SeatStatus::Active,
        is_party_member: false,
        employer: None,
        residence_region: None,
        special_committee: None,
        since: date("2021-11-01"),
        until: None,
        duty_score: None,
        version: 1,
        is_generated: true,
    }
}

pub(crate) fn nomination(region: &str, name: &str, on: &str) -> SeatNomination {
    SeatNomination {
        id: id(&format!("{region}-v-{name}")),
        committee_id: RecordId::committee(code(region)),
        person_id: None,
        name: name.to_owned(),
        sector: SectorCode::Education,
        is_party_member: false,
        employer: None,
        residence_region: None,
        nominated_by: "县委统战部".to_owned(),
        nominated_on: date(on),
        status: NominationStatus::Nominated,
        decided_on: None,
        reason: None,
        member_id: None,
        version: 1,
        is_generated: true,
    }
}

pub(crate) fn member_group(region: &str, name: &str, kind: MemberGroupKind) -> MemberGroup {
    MemberGroup {
        id: id(&format!("{region}-b-{name}")),
        committee_id: RecordId::committee(code(region)),
        kind,
        name: name.to_owned(),
        special_committee: None,
        leader_id: None,
        status: MemberGroupStatus::Founded,
        founded_on: date("2022-01-01"),
        disbanded_on: None,
        reason: None,
        version: 1,
        is_generated: true,
    }
}

/// A membership that began with the group.
pub(crate) fn membership(group: &MemberGroup, ordinal: u32, member: &Member) -> GroupMembership {
    GroupMembership {
        group_id: group.id.clone(),
        ordinal,
        member_id: member.id.clone(),
        from_on: group.founded_on,
        to_on: None,
    }
}

pub(crate) fn platform(region: &str, name: &str) -> Platform {
    Platform {
        id: id(&format!("{region}-p-{name}")),
        committee_id: RecordId::committee(code(region)),
        kind: PlatformKind::Workstation,
        name: name.to_owned(),
        locality_code: Some(code(&format!("{region}101"))),
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

pub(crate) fn plaque(platform: &Platform, ordinal: u32, kind: PlatformKind, on: &str) -> Plaque {
    Plaque {
        platform_id: platform.id.clone(),
        ordinal,
        kind,
        name: format!("{}之牌", platform.name),
        granted_on: date(on),
    }
}

pub(crate) fn check(platform: &Platform, on: &str, outcomes: bool) -> SixHasCheck {
    SixHasCheck {
        platform_id: platform.id.clone(),
        checked_on: date(on),
        fixed_place: true,
        dedicated_person: true,
        signage: true,
        duties: true,
        annual_plan: true,
        outcomes,
        checker: Some("马六".to_owned()),
        evidence: Some("照片三张".to_owned()),
    }
}

pub(crate) fn topic(region: &str, name: &str, on: &str) -> Topic {
    Topic {
        id: id(&format!("{region}-t-{name}")),
        committee_id: RecordId::committee(code(region)),
        title: name.to_owned(),
        source: TopicSource::Public,
        status: TopicStatus::Collected,
        locality_code: Some(code(&format!("{region}101"))),
        proposer_id: None,
        collected_on: date(on),
        version: 1,
        is_generated: true,
    }
}

pub(crate) fn event(region: &str, name: &str, on: &str) -> ConsultationEvent {
    ConsultationEvent {
        id: id(&format!("{region}-e-{name}")),
        committee_id: RecordId::committee(code(region)),
        title: name.to_owned(),
        kind: ConsultationKind::Grassroots,
        venue: VenueKind::Room,
        mode: ConsultationMode::OnSite,
        status: ConsultationEventStatus::Held,
        held_on: date(on),
        platform_id: None,
        locality_code: None,
        topic_id: None,
        member_count: 0,
        resident_count: 0,
        suggestion_count: 0,
        problems_found: 0,
        problems_solved: 0,
        brand: None,
        version: 1,
        is_generated: true,
    }
}

pub(crate) fn attendance(event: &ConsultationEvent, member: &str) -> Attendance {
    Attendance {
        event_id: event.id.clone(),
        member_id: id(member),
        level: Level::County,
        sector: SectorCode::Education,
        role: EventRole::Participant,
    }
}

pub(crate) fn outcome(event: &ConsultationEvent, ordinal: u32) -> Outcome {
    Outcome {
        event_id: event.id.clone(),
        ordinal,
        kind: OutcomeKind::Suggestion,
        text: format!("建议{ordinal}"),
        status: OutcomeStatus::Proposed,
    }
}

pub(crate) fn deployment(region: &str, name: &str, from: &str) -> Deployment {
    Deployment {
        id: id(&format!("{region}-d-{name}")),
        committee_id: RecordId::committee(code(region)),
        member_id: id(&format!("620000-m-{name}")),
        person_id: format!("person-620000-{name}"),
        member_level: Level::Province,
        locality_code: code(&format!("{region}101")),
        platform_id: None,
        role: PlatformRole::FixedMember,
        issued_by: Some(id("620000-committee")),
        from_on: date(from),
        to_on: None,
        document: None,
        ended_reason: None,
        version: 1,
        is_generated: true,
    }
}

pub(crate) fn opinion_report(region: &str, name: &str, on: &str) -> OpinionReport {
    OpinionReport {
        id: id(&format!("{region}-o-{name}")),
        committee_id: RecordId::committee(code(region)),
        title: name.to_owned(),
        author_id: None,
        source_event_id: None,
        status: OpinionReportStatus::Edited,
        submitted_on: None,
        submitted_to: None,
        written_on: date(on),
        text: None,
        version: 1,
        is_generated: true,
    }
}

pub(crate) fn figure(region: &str, name: &str, measure: &str) -> ReportedFigure {
    ReportedFigure {
        id: id(&format!("{region}-f-{name}")),
        committee_id: RecordId::committee(code(region)),
        place: "某县".to_owned(),
        region_code: Some(code(region)),
        level: FigureLevel::County,
        period: "asof:2022".to_owned(),
        measure: measure.to_owned(),
        value: 12.0,
        unit: FigureUnit::Place,
        qualifier: FigureQualifier::Exact,
        is_norm: false,
        sources: Sources(vec!["甲.txt".to_owned(), "乙.txt".to_owned()]),
        is_generated: false,
    }
}

/// The code in use of a platform.
pub(crate) fn code_of(platform: &Platform) -> Code {
    Code {
        id: id(&format!("{}-c", platform.id)),
        committee_id: platform.committee_id.clone(),
        member_id: None,
        platform_id: Some(platform.id.clone()),
        status: CodeStatus::Active,
        issued_on: date("2024-01-01"),
        revoked_on: None,
        revoked_reason: None,
        version: 1,
        is_generated: true,
    }
}

/// An appeal said at a code.
pub(crate) fn appeal(code: &Code, name: &str, on: &str) -> Appeal {
    Appeal {
        id: id(&format!("{}-a-{name}", code.id.region())),
        committee_id: code.committee_id.clone(),
        channel: AppealChannel::Code,
        code_id: Some(code.id.clone()),
        member_id: None,
        platform_id: code.platform_id.clone(),
        locality_code: None,
        text: name.to_owned(),
        speaker_name: None,
        speaker_phone: None,
        received_on: date(on),
        status: AppealStatus::Received,
        handler: None,
        result: None,
        closed_on: None,
        satisfaction: None,
        topic_id: None,
        opinion_report_id: None,
        version: 1,
        is_generated: true,
    }
}
