//! How the database runs tallies and pages of cases, matters and micro consultations, over many rows.

use qianzhan_county::CONTRACT_SDL;

use crate::{
    many_rows::{DAY, id_in, multiply},
    plans::{Plans, observed_database, tidy},
    testkit::site_in,
};

const DEPLOYMENT: &str = "INSERT INTO deployments (id, committee_id, member_id, person_id, member_level, \
     locality_code, role, from_on, is_generated) VALUES ('621122-d-1', '621122-committee', \
     '621122-m-1', 'p', 'COUNTY', '621122102', 'FIXED_MEMBER', '2022-01-01', TRUE)";

async fn plans() -> Plans {
    let (database, observer) = observed_database().await;
    let number = id_in("621122");
    let server = site_in(&database).await;
    let moment = format!("{DAY} || 'T10:00:00Z'");
    multiply(&database, "mediation_cases", &[("opened_on", DAY), ("opened_at", &moment)]).await;
    multiply(&database, "friday_matters", &[("spoken_on", DAY), ("discussed_on", DAY)]).await;
    multiply(&database, "consultation_events", &[("held_on", DAY)]).await;
    multiply(&database, "micro_consultations", &[("event_id", &number)]).await;
    multiply(&database, "platforms", &[]).await;
    qianzhan_testkit::run(&database, DEPLOYMENT).await;
    multiply(&database, "deployments", &[("platform_id", &number)]).await;
    multiply(&database, "consultation_councils", &[("platform_id", &number)]).await;
    tidy(&database).await;
    Plans { server, database, observer, sdl: CONTRACT_SDL, region: "621122" }
}

#[tokio::test]
async fn tallies_read_indexes() {
    let tallies = ["countyTally", "countyTally(period: \"2024\")"];
    plans().await.tallies_read_indexes(&tallies, &["meetings"]).await;
}

#[tokio::test]
async fn pages_walk_an_index_and_sort_nothing() {
    plans().await.pages_sort_nothing().await;
}
