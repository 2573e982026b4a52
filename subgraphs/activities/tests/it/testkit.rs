//! A county's site in memory, with a plan, meetings, activities, surveys and brands.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use async_graphql::Request;
use qianzhan_activities::{
    brands::{Brand, BrandStatus, insert_brands},
    consultation_meetings::{
        ConsultationMeeting, ConsultationSeries, MeetingSpeaker, MeetingStatus, MeetingSuggestion,
        insert_consultation_meetings, insert_meeting_speakers, insert_meeting_suggestions,
    },
    consultation_plans::{
        ConsultationPlan, PlanStatus, PlanTopic, PlannedForm, insert_consultation_plans,
        insert_plan_topics,
    },
    extension,
    sector_activities::{
        ActivityKind, ActivityScope, ActivitySector, ActivityStatus, SectorActivity,
        insert_activity_sectors, insert_sector_activities,
    },
    surveys::{
        Survey, SurveyKind, SurveyMember, SurveyStatus, insert_survey_members, insert_surveys,
    },
    topic_support::{
        TopicNomination, TopicSupport, insert_topic_nominations, insert_topic_support,
    },
};
use qianzhan_network::{
    Caller, CallerRole, Database, Date, Level, RecordId, Site, SiteServer, TrustedIssuers,
    records::{
        committees::{Committee, insert_committees},
        consultation_events::{
            ConsultationEvent, ConsultationEventStatus, ConsultationKind, ConsultationMode,
            VenueKind, insert_consultation_events,
        },
        localities::{Locality, LocalityKind, insert_localities},
        members::SectorCode,
        topics::{Topic, TopicSource, TopicStatus, insert_topics},
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
    insert_localities(&mut writing, &[locality()]).await.expect("the locality");
    let topics = [("a", TopicStatus::Listed), ("b", TopicStatus::Collected)];
    let topics = topics.map(|(name, status)| matter(name, status));
    insert_topics(&mut writing, &topics).await.expect("topics");
    let support = TopicSupport { topic_id: id("621122-t-a"), votes: Some(35), version: 2 };
    insert_topic_support(&mut writing, &[support]).await.expect("votes");
    let nomination = TopicNomination {
        topic_id: id("621122-t-a"),
        ordinal: 0,
        leader_office: "县委书记".to_owned(),
        given_on: day("2023-01-10"),
        note: Some("优先".to_owned()),
    };
    insert_topic_nominations(&mut writing, &[nomination]).await.expect("a nomination");
    insert_consultation_plans(&mut writing, &[plan()]).await.expect("the plan");
    let topic = PlanTopic {
        plan_id: id("621122-plan"),
        ordinal: 0,
        title: "冷链物流".to_owned(),
        form: PlannedForm::Bimonthly,
        host: Some("经济科技委员会".to_owned()),
        topic_id: Some(id("621122-t-a")),
    };
    insert_plan_topics(&mut writing, &[topic]).await.expect("its topic");
    let meetings = [
        meeting("a", "2023-05-10", MeetingStatus::Adopted, (9, 4, 3)),
        meeting("b", "2023-07-10", MeetingStatus::Held, (3, 0, 0)),
        meeting("c", "2023-09-10", MeetingStatus::Surveyed, (0, 0, 0)),
    ];
    insert_consultation_meetings(&mut writing, &meetings).await.expect("meetings");
    let speaker = MeetingSpeaker {
        meeting_id: id("621122-m-a"),
        ordinal: 0,
        member_id: Some(id("621122-x-1")),
        sector: Some(SectorCode::Economy),
        body: Some("经济界".to_owned()),
        is_public: false,
    };
    insert_meeting_speakers(&mut writing, &[speaker]).await.expect("a speaker");
    let suggestion = MeetingSuggestion {
        meeting_id: id("621122-m-a"),
        ordinal: 0,
        member_id: Some(id("621122-x-1")),
        text: "共建冷库".to_owned(),
        is_adopted: true,
        adopted_in: Some("实施意见".to_owned()),
    };
    insert_meeting_suggestions(&mut writing, &[suggestion]).await.expect("a suggestion");
    let mut joint = activity("b", "2023-08-01", ActivityStatus::Submitted, (25, 60, 20, 6));
    joint.joint_committee_id = Some(id("621100-committee"));
    let activities = [
        activity("a", "2023-04-01", ActivityStatus::Held, (12, 40, 0, 0)),
        joint,
        activity("c", "2023-12-01", ActivityStatus::Planned, (0, 0, 0, 0)),
    ];
    insert_sector_activities(&mut writing, &activities).await.expect("activities");
    let sectors = [
        sector("a", 0, SectorCode::Economy),
        sector("b", 0, SectorCode::Economy),
        sector("b", 1, SectorCode::Women),
    ];
    insert_activity_sectors(&mut writing, &sectors).await.expect("their sectors");
    let surveys = [
        survey("a", "2023-03-01", SurveyStatus::Heard),
        survey("b", "2023-04-01", SurveyStatus::Surveyed),
    ];
    insert_surveys(&mut writing, &surveys).await.expect("surveys");
    let member =
        SurveyMember { survey_id: id("621122-u-a"), ordinal: 0, member_id: id("620000-x-9") };
    insert_survey_members(&mut writing, &[member]).await.expect("a member");
    let brands = [
        brand("a", "药都有约", None),
        brand("b", "襄武助力", Some("a")),
        brand("c", "阳光议事", Some("b")),
        brand("d", "另一品牌", None),
    ];
    insert_brands(&mut writing, &brands).await.expect("brands");
    let events = [
        event("1", "2023-01-05", "药都有约"),
        event("2", "2023-02-05", "襄武助力"),
        event("3", "2024-02-05", "阳光议事"),
        event("4", "2024-02-06", "另一品牌"),
    ];
    insert_consultation_events(&mut writing, &events).await.expect("events");
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

fn locality() -> Locality {
    Locality {
        code: "621122100".parse().expect("a code"),
        region_code: "621122".parse().expect("a code"),
        kind: LocalityKind::Township,
        name: "巩昌镇".to_owned(),
    }
}

fn plan() -> ConsultationPlan {
    ConsultationPlan {
        id: id("621122-plan"),
        committee_id: id(COMMITTEE),
        year: 2023,
        title: "2023年协商计划".to_owned(),
        is_key: false,
        platform_id: None,
        status: PlanStatus::Published,
        published_on: Some(day("2023-01-20")),
        version: 2,
        is_generated: true,
    }
}

fn matter(name: &str, status: TopicStatus) -> Topic {
    Topic {
        id: id(&format!("621122-t-{name}")),
        committee_id: id(COMMITTEE),
        title: "冷链物流".to_owned(),
        source: TopicSource::Public,
        status,
        locality_code: None,
        proposer_id: None,
        collected_on: day("2023-01-05"),
        version: 1,
        is_generated: true,
    }
}

fn meeting(
    name: &str,
    held_on: &str,
    status: MeetingStatus,
    (members, suggestions, adopted): (u32, u32, u32),
) -> ConsultationMeeting {
    ConsultationMeeting {
        id: id(&format!("621122-m-{name}")),
        committee_id: id(COMMITTEE),
        series: ConsultationSeries::Bimonthly,
        title: "双月协商".to_owned(),
        host: "经济科技委员会".to_owned(),
        plan_id: Some(id("621122-plan")),
        topic_id: Some(id("621122-t-a")),
        held_on: day(held_on),
        status,
        member_count: members,
        suggestion_count: suggestions,
        adopted_count: adopted,
        version: 1,
        is_generated: true,
    }
}

fn activity(
    name: &str,
    held_on: &str,
    status: ActivityStatus,
    (members, public, suggestions, adopted): (u32, u32, u32, u32),
) -> SectorActivity {
    SectorActivity {
        id: id(&format!("621122-a-{name}")),
        committee_id: id(COMMITTEE),
        theme: "服务企业".to_owned(),
        kind: ActivityKind::Activity,
        scope: ActivityScope::IntraSector,
        host: Some("经济科技委员会".to_owned()),
        joint_committee_id: None,
        platform_id: None,
        place: Some("产业园".to_owned()),
        held_on: day(held_on),
        status,
        member_participations: members,
        public_participations: public,
        suggestion_count: suggestions,
        adopted_count: adopted,
        problems_solved: adopted / 2,
        opinion_report_id: None,
        version: 1,
        is_generated: true,
    }
}

fn sector(activity: &str, ordinal: u32, sector: SectorCode) -> ActivitySector {
    ActivitySector { activity_id: id(&format!("621122-a-{activity}")), ordinal, sector }
}

fn survey(name: &str, prepared_on: &str, status: SurveyStatus) -> Survey {
    let is_reported = status == SurveyStatus::Heard;
    let of_report = |text: &str| is_reported.then(|| day(text));
    Survey {
        id: id(&format!("621122-u-{name}")),
        committee_id: id(COMMITTEE),
        kind: SurveyKind::Survey,
        title: "农民增收".to_owned(),
        host: Some("农业和资源环境委员会".to_owned()),
        methods: Some("走访、座谈".to_owned()),
        topic_id: None,
        status,
        prepared_on: day(prepared_on),
        surveyed_on: Some(day("2023-04-10")),
        reported_on: of_report("2023-05-10"),
        report_title: is_reported.then(|| "调研报告".to_owned()),
        aspect_count: if is_reported { 3 } else { 0 },
        suggestion_count: if is_reported { 7 } else { 0 },
        adopted_on: of_report("2023-05-20"),
        referred_on: of_report("2023-06-01"),
        unit: is_reported.then(|| "农业农村局".to_owned()),
        handled_on: of_report("2023-09-01"),
        handling: is_reported.then(|| "已办理".to_owned()),
        heard_on: of_report("2023-10-01"),
        followed_up_on: None,
        finding: None,
        version: 1,
        is_generated: true,
    }
}

fn brand(name: &str, text: &str, parent: Option<&str>) -> Brand {
    Brand {
        id: id(&format!("621122-b-{name}")),
        committee_id: id(COMMITTEE),
        name: text.to_owned(),
        locality_code: Some("621122100".parse().expect("a code")),
        parent_id: parent.map(|parent| id(&format!("621122-b-{parent}"))),
        status: BrandStatus::Used,
        named_on: None,
        version: 1,
        is_generated: true,
    }
}

fn event(name: &str, held_on: &str, brand: &str) -> ConsultationEvent {
    ConsultationEvent {
        id: id(&format!("621122-e-{name}")),
        committee_id: id(COMMITTEE),
        title: "协商".to_owned(),
        kind: ConsultationKind::Grassroots,
        venue: VenueKind::Room,
        mode: ConsultationMode::OnSite,
        status: ConsultationEventStatus::Held,
        held_on: day(held_on),
        platform_id: None,
        locality_code: None,
        topic_id: None,
        member_count: 0,
        resident_count: 0,
        suggestion_count: 0,
        problems_found: 0,
        problems_solved: 0,
        brand: Some(brand.to_owned()),
        version: 1,
        is_generated: true,
    }
}
