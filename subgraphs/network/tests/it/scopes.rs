//! What of a site's records a region holds.

use qianzhan_network::SiteServer;
use serde_json::{Value, json};

use crate::testkit::{
    Records, code, data, deployment, event, figure, member, opinion_report, plaque, platform,
    region, site_of, strings, topic,
};
use qianzhan_network::records::platforms::PlatformKind;

const CONNECTIONS: [&str; 7] = [
    "members",
    "platforms",
    "deployments",
    "topics",
    "consultationEvents",
    "opinionReports",
    "reportedFigures",
];

/// One record of each kind, in the county's first township where the kind lies in a locality.
fn one_of_each(county: &str) -> Records {
    let mut records = Records::of_county(county);
    records.members = vec![member(county, "a")];
    records.platforms = vec![platform(county, "a")];
    records.plaques =
        vec![plaque(&records.platforms[0], 0, PlatformKind::Workstation, "2022-01-01")];
    records.topics = vec![topic(county, "a", "2024-01-01")];
    records.events = vec![event(county, "a", "2024-02-01")];
    records.events[0].locality_code = Some(code(&format!("{county}101205")));
    records.deployments = vec![deployment(county, "a", "2023-01-01")];
    records.opinion_reports = vec![opinion_report(county, "a", "2024-03-01")];
    records.opinion_reports[0].source_event_id = Some(records.events[0].id.clone());
    records.figures = vec![figure(county, "a", "stations")];
    records
}

/// Two counties on one site: a city that hosts both.
async fn two_counties() -> SiteServer {
    let (mut records, other) = (one_of_each("621122"), one_of_each("621123"));
    records.committees.extend(other.committees);
    records.localities.extend(other.localities);
    records.members.extend(other.members);
    records.platforms.extend(other.platforms);
    records.plaques.extend(other.plaques);
    records.topics.extend(other.topics);
    records.events.extend(other.events);
    records.deployments.extend(other.deployments);
    records.opinion_reports.extend(other.opinion_reports);
    records.figures.extend(other.figures);
    site_of(&records).await
}

/// How many records of each kind lie in a region: by totals, which must agree with the nodes.
async fn counts(server: &SiteServer, region_code: &str) -> Vec<i64> {
    let fields = CONNECTIONS.map(|it| format!("{it} {{ totalCount nodes {{ id }} }}")).join(" ");
    let answer = region(server, region_code, &fields).await;
    CONNECTIONS
        .iter()
        .map(|connection| {
            let total = answer[connection]["totalCount"].as_i64().expect("a count");
            let nodes = answer[connection]["nodes"].as_array().expect("a list").len();
            assert_eq!(total, nodes as i64, "{connection} in {region_code}");
            total
        })
        .collect()
}

#[tokio::test]
async fn a_region_holds_the_records_of_the_regions_inside_it() {
    let server = two_counties().await;
    for (region_code, expected) in [
        ("620000", [2; 7]),
        ("621100", [2; 7]),
        ("621122", [1; 7]),
        ("621123", [1; 7]),
        ("621124", [0; 7]),
        ("621200", [0; 7]),
        ("110000", [0; 7]),
    ] {
        assert_eq!(counts(&server, region_code).await, expected, "{region_code}");
    }
}

#[tokio::test]
async fn a_township_holds_what_lies_in_it_and_no_seats() {
    let server = two_counties().await;
    // The figure is the county's; the seat is the committee's; the rest lies in the township, the
    // event and its report in a village of it.
    assert_eq!(counts(&server, "621122101").await, [0, 1, 1, 1, 1, 1, 0]);
    assert_eq!(counts(&server, "621122101205").await, [0, 0, 0, 0, 1, 1, 0]);
    assert_eq!(counts(&server, "621122102").await, [0; 7]);
    assert_eq!(counts(&server, "621124101").await, [0; 7]);

    let answer = region(
        &server,
        "621122101",
        "committees { id } tally { committees members distinctPersons personSet meanDutyScore \
         scoredMembers places plaques deployments consultationEvents opinionReports \
         topicsCollected bySector { sector members } }",
    )
    .await;
    assert_eq!(
        answer,
        json!({
            "committees": [],
            "tally": {
                "committees": null, "members": null, "distinctPersons": null, "personSet": null,
                "meanDutyScore": null, "scoredMembers": null, "places": 1, "plaques": 1,
                "deployments": 1, "consultationEvents": 1, "opinionReports": 1,
                "topicsCollected": 1, "bySector": [],
            },
        })
    );
}

#[tokio::test]
async fn outside_a_site_everything_is_nothing() {
    let server = two_counties().await;
    let answer = region(
        &server,
        "621200",
        "committees { id } members { edges { cursor } pageInfo { hasNextPage endCursor } } \
         tally { committees members distinctPersons personSet places consultationEvents \
         problemsSolved firstEventOn meanMembersPresent meanDutyScore allPlacesCompliant \
         anyTownshipWithoutStation byMonth { month } }",
    )
    .await;
    assert_eq!(
        answer,
        json!({
            "committees": [],
            "members": {
                "edges": [], "pageInfo": { "hasNextPage": false, "endCursor": null },
            },
            "tally": {
                "committees": 0, "members": 0, "distinctPersons": 0, "personSet": "",
                "places": 0, "consultationEvents": 0, "problemsSolved": 0, "firstEventOn": null,
                "meanMembersPresent": null, "meanDutyScore": null, "allPlacesCompliant": null,
                "anyTownshipWithoutStation": null, "byMonth": [],
            },
        })
    );
}

#[tokio::test]
async fn committees_come_in_order_of_their_regions() {
    let server = two_counties().await;
    let answer = region(&server, "621100", "committees { id region { code } level }").await;
    assert_eq!(strings(&answer["committees"], "/id"), ["621122-committee", "621123-committee"]);
    assert_eq!(strings(&answer["committees"], "/region/code"), ["621122", "621123"]);
}

#[tokio::test]
async fn regions_that_cover_the_same_get_the_same() {
    let server = two_counties().await;
    let fields = "tally(period: \"2024\") { members places consultationEvents bySector { sector \
                  members } } members { nodes { id } }";
    let province = region(&server, "620000", fields).await;
    assert_eq!(region(&server, "621100", fields).await, province);
    assert_ne!(region(&server, "621122", fields).await, province);
}

#[tokio::test]
async fn a_record_leads_to_the_part_of_its_region_that_lives_here() {
    let server = two_counties().await;
    let answer: Value = data(
        &server,
        "{ committee(id: \"621122-committee\") { region { code members { totalCount } } } }",
    )
    .await;
    assert_eq!(
        answer["committee"]["region"],
        json!({ "code": "621122", "members": { "totalCount": 1 } })
    );
}
