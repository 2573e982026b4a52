//! A city's site in memory, with what it keeps about its counties.

use std::sync::Arc;

use async_graphql::Request;
use qianzhan_city::{
    AssistanceProgress, AssistanceState, CityAssistance, CityHandling, CountyAssessment, extension,
    insert_assistance_progress, insert_city_assistances, insert_city_handlings,
    insert_county_assessments,
};
use qianzhan_network::{
    Caller, CallerRole, Level, RecordId, Site, SiteExtension, SiteServer, TrustedIssuers,
    records::committees::{Committee, insert_committees},
};
use serde_json::Value;

pub(crate) async fn site() -> SiteServer {
    site_with(&["621100"], vec![extension()]).await
}

pub(crate) async fn site_with(regions: &[&str], extensions: Vec<SiteExtension>) -> SiteServer {
    let database = qianzhan_testkit::database().await;
    let site = Site {
        name: "621100".to_owned(),
        level: Level::City,
        regions: regions.iter().map(|code| code.parse().expect("a code")).collect(),
        database: database.clone(),
        extensions,
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let mut writing = database.begin().await.expect("a transaction begins");
    let committees: Vec<_> = regions.iter().map(|code| committee(code)).collect();
    insert_committees(&mut writing, &committees).await.expect("committees");
    let handlings = [handling("621122-o-a", Some("2024-01-15")), handling("621123-o-a", None)];
    insert_city_handlings(&mut writing, &handlings).await.expect("handlings");
    let assessments = [
        assessment("621122", 2022, 88.5, 3),
        assessment("621122", 2023, 91.0, 1),
        assessment("621123", 2023, 90.0, 2),
    ];
    insert_county_assessments(&mut writing, &assessments).await.expect("assessments");
    let assistance = CityAssistance {
        id: id("621100-g-a"),
        committee_id: id("621100-committee"),
        updated_on: "2024-03-01".parse().expect("a date"),
        version: 2,
        is_generated: true,
    };
    insert_city_assistances(&mut writing, &[assistance]).await.expect("what the city does");
    let progress = [progress(0, AssistanceState::Done), progress(2, AssistanceState::UnderWay)];
    insert_assistance_progress(&mut writing, &progress).await.expect("how far it has come");
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
    let response = server.execute(Arc::new(own_office(server)), Request::new(query)).await;
    let mut response = serde_json::to_value(response).expect("responses serialize");
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].take()
}

fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn committee(region: &str) -> Committee {
    Committee {
        id: id(&format!("{region}-committee")),
        region_code: region.parse().expect("a code"),
        level: if region == "621100" { Level::City } else { Level::County },
        name: format!("{region}政协"),
        term_no: None,
        superior_id: None,
        is_generated: true,
    }
}

fn handling(report: &str, forwarded_on: Option<&str>) -> CityHandling {
    CityHandling {
        opinion_report_id: id(report),
        received_on: "2024-01-10".parse().expect("a date"),
        is_adopted: forwarded_on.is_some(),
        forwarded_on: forwarded_on.map(|on| on.parse().expect("a date")),
        note: None,
        version: 1,
        is_generated: true,
    }
}

fn assessment(region: &str, year: u32, score: f64, rank: u32) -> CountyAssessment {
    let committee_id = id(&format!("{region}-committee"));
    CountyAssessment { committee_id, year, score, rank, is_generated: true }
}

fn progress(ordinal: u32, state: AssistanceState) -> AssistanceProgress {
    let on = "2024-03-01".parse().expect("a date");
    AssistanceProgress {
        assistance_id: id("621100-g-a"),
        ordinal,
        state,
        note: Some("已启动".to_owned()),
        updated_on: on,
        done_on: (state == AssistanceState::Done).then_some(on),
    }
}
