//! How the database runs what is asked most: from an index alone, whatever the number of rows.

use qianzhan_network::{
    CONTRACT_SDL, Database, SiteServer, TrustedIssuers,
    database::StatementObserver,
    records::{codes::CodeScans, members::SpecialCommitteeSeat, platforms::PlatformKind},
};

use crate::{
    plans::{Plans, observed_database, tidy},
    testkit::{
        Records, appeal, attendance, check, code_of, date, deployment, event, member,
        opinion_report, plaque, platform, site_in, topic,
    },
};

const COUNTY: &str = "621122";
const EVENTS: u32 = 50_000;

fn records() -> Records {
    let mut records = Records::of_county(COUNTY);
    for number in 0..EVENTS {
        let day = format!("{}-{:02}-{:02}", 2020 + number % 5, 1 + number % 12, 1 + number % 28);
        let mut held = event(COUNTY, &format!("{number:05}"), &day);
        held.problems_found = number % 3;
        records.events.push(held);
    }
    for number in 0..3_000 {
        records.members.push(member(COUNTY, &format!("{number:05}")));
        records.topics.push(topic(COUNTY, &format!("{number:05}"), "2024-01-01"));
    }
    for number in 0..2_000 {
        let (name, day) = (format!("{number:05}"), format!("2023-{:02}-11", 1 + number % 12));
        let mut place = platform(COUNTY, &name);
        place.granted_on = Some(date(&day));
        records.plaques.push(plaque(&place, 0, PlatformKind::Workstation, &day));
        records.checks.push(check(&place, &day, number % 3 > 0));
        let code = code_of(&place);
        records.scans.push(CodeScans {
            code_id: code.id.clone(),
            scanned_on: date(&day),
            scans: 1,
        });
        records.appeals.push(appeal(&code, &name, &day));
        records.codes.push(code);
        records.platforms.push(place);
        records.deployments.push(deployment(COUNTY, &name, &day));
        records.opinion_reports.push(opinion_report(COUNTY, &name, &day));
        let seat = &records.members[number as usize];
        records.attendance.push(attendance(&records.events[number as usize], seat.id.as_str()));
        records.placements.push(SpecialCommitteeSeat {
            member_id: seat.id.clone(),
            ordinal: 0,
            special_committee: format!("{}委", number % 9),
            from_on: seat.since,
            to_on: None,
        });
    }
    records
}

async fn site() -> (SiteServer, Database, StatementObserver) {
    let (database, observer) = observed_database().await;
    let server = site_in(&database, &records(), TrustedIssuers::open()).await;
    tidy(&database).await;
    (server, database, observer)
}

#[tokio::test]
async fn a_tally_reads_indexes() {
    let (server, database, observer) = site().await;
    let plans = Plans { server, database, observer, sdl: CONTRACT_SDL, region: COUNTY };
    plans.tallies_read_indexes(&["tally", "tally(period: \"2023\")"], &[]).await;
}

#[tokio::test]
async fn pages_walk_an_index_and_sort_nothing() {
    let (server, database, observer) = site().await;
    let plans = Plans { server, database, observer, sdl: CONTRACT_SDL, region: COUNTY };
    plans.pages_sort_nothing().await;
}
