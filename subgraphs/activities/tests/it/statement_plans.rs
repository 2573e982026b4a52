//! How the database runs tallies and pages of meetings, activities and surveys, over many rows.

use qianzhan_activities::CONTRACT_SDL;

use crate::{
    many_rows::{DAY, id_in, multiply},
    plans::{Plans, observed_database, tidy},
    testkit::site_in,
};

async fn plans() -> Plans {
    let (database, observer) = observed_database().await;
    let number = id_in("621122");
    let server = site_in(&database).await;
    multiply(&database, "consultation_plans", &[("year", "1990 + i % 200")]).await;
    multiply(&database, "consultation_meetings", &[("held_on", DAY)]).await;
    multiply(&database, "sector_activities", &[("held_on", DAY)]).await;
    multiply(&database, "activity_sectors", &[("activity_id", &number)]).await;
    multiply(&database, "surveys", &[("prepared_on", DAY), ("reported_on", DAY)]).await;
    multiply(&database, "brands", &[("name", "'b' || i")]).await;
    tidy(&database).await;
    Plans { server, database, observer, sdl: CONTRACT_SDL, region: "621122" }
}

#[tokio::test]
async fn tallies_read_indexes() {
    let tallies = ["activityTally", "activityTally(period: \"2024\")"];
    plans().await.tallies_read_indexes(&tallies, &[]).await;
}

#[tokio::test]
async fn pages_walk_an_index_and_sort_nothing() {
    plans().await.pages_sort_nothing().await;
}
