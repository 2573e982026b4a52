//! Filters and orders of every connection of a region.

use qianzhan_network::{
    Level, SiteServer,
    records::{
        consultation_events::{ConsultationEventStatus, ConsultationKind},
        deployments::PlatformRole,
        members::{OfficeRole, SeatStatus, SectorCode},
        opinion_reports::OpinionReportStatus,
        platforms::{PlatformKind, PlatformStatus},
        reported_figures::FigureUnit,
        topics::{TopicSource, TopicStatus},
    },
};

use crate::testkit::{
    Records, check, date, deployment, event, figure, member, opinion_report, plaque, platform,
    region, site_of, strings, topic,
};

const COUNTY: &str = "621122";

/// The last parts of the ids that a connection gives.
async fn found(server: &SiteServer, connection: &str, arguments: &str) -> Vec<String> {
    let field = format!("{connection}({arguments}) {{ nodes {{ id }} totalCount }}");
    let answer = region(server, COUNTY, &field).await;
    let nodes = &answer[connection]["nodes"];
    assert_eq!(answer[connection]["totalCount"], nodes.as_array().expect("a list").len());
    let last_part = |id: &str| id.rsplit('-').next().unwrap_or_default().to_owned();
    strings(nodes, "/id").into_iter().map(last_part).collect()
}

async fn check_cases(server: &SiteServer, connection: &str, cases: &[(&str, &[&str])]) {
    for (arguments, expected) in cases {
        let found = found(server, connection, arguments).await;
        assert_eq!(found, *expected, "{connection}({arguments})");
    }
}

#[tokio::test]
async fn members() {
    let mut records = Records::of_county(COUNTY);
    records.members = ["a", "b", "c", "d"].map(|name| member(COUNTY, name)).to_vec();
    records.members[0].duty_score = Some(90.0);
    records.members[0].name = "张三".to_owned();
    records.members[1].duty_score = Some(60.0);
    records.members[1].sector = SectorCode::Health;
    records.members[2].status = SeatStatus::Exited;
    records.members[2].until = Some(date("2024-05-01"));
    records.members[2].sector = SectorCode::Women;
    records.members[3].office = OfficeRole::Chair;
    records.members[3].level = Level::City;
    let server = site_of(&records).await;
    check_cases(
        &server,
        "members",
        &[
            ("filter: {}", &["a", "b", "c", "d"]),
            ("filter: null", &["a", "b", "c", "d"]),
            ("filter: { level: CITY }", &["d"]),
            ("filter: { sectors: [HEALTH, WOMEN] }", &["b", "c"]),
            ("filter: { sectors: [] }", &[]),
            ("filter: { status: EXITED }", &["c"]),
            ("filter: { office: CHAIR }", &["d"]),
            ("filter: { minDutyScore: 60 }", &["a", "b"]),
            ("filter: { minDutyScore: 60.5 }", &["a"]),
            ("filter: { nameContains: \"三\" }", &["a"]),
            ("filter: { nameContains: \"%\" }", &[]),
            ("filter: { status: ACTIVE, sectors: [HEALTH] }", &["b"]),
            ("orderBy: { field: DUTY_SCORE }", &["b", "a", "c", "d"]),
            ("orderBy: { direction: DESC }", &["d", "c", "b", "a"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn platforms() {
    let mut records = Records::of_county(COUNTY);
    records.platforms = ["a", "b", "c"].map(|name| platform(COUNTY, name)).to_vec();
    records.platforms[2].status = PlatformStatus::Preparing;
    let [a, b, _] = &records.platforms[..] else { panic!("three platforms") };
    records.plaques = vec![
        plaque(a, 0, PlatformKind::LiaisonRoom, "2023-05-01"),
        plaque(a, 1, PlatformKind::SectorActivityRoom, "2022-05-01"),
        plaque(b, 0, PlatformKind::LiaisonRoom, "2023-01-01"),
    ];
    // The latest check counts, whichever was written first.
    records.checks = vec![
        check(a, "2024-06-01", true),
        check(a, "2023-06-01", false),
        check(b, "2024-01-01", false),
    ];
    let server = site_of(&records).await;
    check_cases(
        &server,
        "platforms",
        &[
            ("filter: { kinds: [SECTOR_ACTIVITY_ROOM] }", &["a"]),
            ("filter: { kinds: [LIAISON_ROOM, SECTOR_ACTIVITY_ROOM] }", &["a", "b"]),
            ("filter: { status: PREPARING }", &["c"]),
            ("filter: { isCompliant: true }", &["a"]),
            ("filter: { isCompliant: false }", &["b", "c"]),
            ("filter: { nameContains: \"b\" }", &["b"]),
            ("orderBy: { field: GRANTED_ON }", &["a", "b", "c"]),
            ("orderBy: { field: GRANTED_ON, direction: DESC }", &["c", "b", "a"]),
            ("orderBy: { field: NAME, direction: DESC }", &["c", "b", "a"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn deployments() {
    let mut records = Records::of_county(COUNTY);
    records.deployments = vec![
        deployment(COUNTY, "a", "2023-03-01"),
        deployment(COUNTY, "b", "2022-03-01"),
        deployment(COUNTY, "c", "2024-03-01"),
    ];
    records.deployments[1].to_on = Some(date("2023-03-01"));
    records.deployments[1].member_level = Level::City;
    records.deployments[2].role = PlatformRole::StationHead;
    let server = site_of(&records).await;
    check_cases(
        &server,
        "deployments",
        &[
            ("filter: { role: STATION_HEAD }", &["c"]),
            ("filter: { memberLevel: CITY }", &["b"]),
            ("filter: { isCurrent: true }", &["a", "c"]),
            ("filter: { isCurrent: false }", &["b"]),
            ("orderBy: { field: FROM }", &["b", "a", "c"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn topics() {
    let mut records = Records::of_county(COUNTY);
    records.topics = vec![
        topic(COUNTY, "a", "2024-03-31"),
        topic(COUNTY, "b", "2024-04-01"),
        topic(COUNTY, "c", "2023-12-31"),
    ];
    records.topics[0].source = TopicSource::Online;
    records.topics[1].status = TopicStatus::Consulted;
    records.topics[2].title = "供水管网改造".to_owned();
    let server = site_of(&records).await;
    check_cases(
        &server,
        "topics",
        &[
            ("filter: { source: ONLINE }", &["a"]),
            ("filter: { status: CONSULTED }", &["b"]),
            ("filter: { period: \"2024-Q1\" }", &["a"]),
            ("filter: { period: \"2023/2024\" }", &["a", "b", "c"]),
            ("filter: { titleContains: \"供水\" }", &["c"]),
            ("orderBy: { field: COLLECTED_ON }", &["c", "a", "b"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn consultation_events() {
    let mut records = Records::of_county(COUNTY);
    records.events = vec![
        event(COUNTY, "a", "2024-05-01"),
        event(COUNTY, "b", "2024-06-30"),
        event(COUNTY, "c", "2024-05-01"),
    ];
    records.events[0].kind = ConsultationKind::FridayTalk;
    records.events[1].status = ConsultationEventStatus::Solved;
    records.events[1].problems_solved = 3;
    records.events[2].problems_solved = 1;
    records.events[2].title = "道路硬化".to_owned();
    let server = site_of(&records).await;
    check_cases(
        &server,
        "consultationEvents",
        &[
            ("filter: {}", &["b", "a", "c"]),
            ("filter: { period: \"2024-05\" }", &["a", "c"]),
            ("filter: { period: \"2024-H2\" }", &[]),
            ("filter: { kind: FRIDAY_TALK }", &["a"]),
            ("filter: { status: SOLVED }", &["b"]),
            ("filter: { minProblemsSolved: 1 }", &["b", "c"]),
            ("filter: { titleContains: \"道路\" }", &["c"]),
            ("orderBy: { field: PROBLEMS_SOLVED }", &["b", "c", "a"]),
            ("orderBy: { field: PROBLEMS_SOLVED, direction: ASC }", &["a", "c", "b"]),
            ("orderBy: { field: ID, direction: ASC }", &["a", "b", "c"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn opinion_reports() {
    let mut records = Records::of_county(COUNTY);
    records.opinion_reports =
        vec![opinion_report(COUNTY, "a", "2024-05-01"), opinion_report(COUNTY, "b", "2024-06-01")];
    records.opinion_reports[0].status = OpinionReportStatus::Submitted;
    records.opinion_reports[0].submitted_to = Some(Level::Province);
    let server = site_of(&records).await;
    check_cases(
        &server,
        "opinionReports",
        &[
            ("filter: {}", &["b", "a"]),
            ("filter: { period: \"2024-06-01\" }", &["b"]),
            ("filter: { status: SUBMITTED }", &["a"]),
            ("filter: { submittedTo: PROVINCE }", &["a"]),
            ("filter: { titleContains: \"b\" }", &["b"]),
            ("orderBy: { field: ID, direction: ASC }", &["a", "b"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn reported_figures() {
    let mut records = Records::of_county(COUNTY);
    records.figures = vec![
        figure(COUNTY, "a", "stations"),
        figure(COUNTY, "b", "events"),
        figure(COUNTY, "c", "events"),
    ];
    records.figures[1].unit = FigureUnit::Session;
    records.figures[2].period = "2022/2024".to_owned();
    let server = site_of(&records).await;
    check_cases(
        &server,
        "reportedFigures",
        &[
            ("filter: { measures: [\"events\"] }", &["b", "c"]),
            ("filter: { period: \"2022/2024\" }", &["c"]),
            ("filter: { period: \"asof:2022\" }", &["a", "b"]),
            ("filter: { unit: SESSION }", &["b"]),
            ("orderBy: { field: MEASURE }", &["b", "c", "a"]),
            ("orderBy: { field: MEASURE, direction: DESC }", &["a", "b", "c"]),
        ],
    )
    .await;
}
