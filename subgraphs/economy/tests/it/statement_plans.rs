//! How the database runs tallies and pages of contacts with enterprises and of groups, over many rows.

use qianzhan_economy::CONTRACT_SDL;

use crate::{
    many_rows::{DAY, id_in, multiply},
    plans::{Plans, observed_database, tidy},
    testkit::site_in,
};

async fn plans() -> Plans {
    let (database, observer) = observed_database().await;
    let number = id_in("620000");
    let server = site_in(&database, vec![qianzhan_economy::extension()]).await;
    multiply(
        &database,
        "enterprise_contacts",
        &[("year", "2000 + i % 20"), ("enterprise", "'e' || i")],
    )
    .await;
    multiply(&database, "enterprise_visits", &[("contact_id", &number)]).await;
    multiply(&database, "industry_assistance_groups", &[("founded_on", DAY)]).await;
    tidy(&database).await;
    Plans { server, database, observer, sdl: CONTRACT_SDL, region: "620000" }
}

#[tokio::test]
async fn tallies_read_indexes() {
    let tallies = ["economyTally", "economyTally(year: 2010)"];
    plans().await.tallies_read_indexes(&tallies, &[]).await;
}

#[tokio::test]
async fn pages_walk_an_index_and_sort_nothing() {
    plans().await.pages_sort_nothing().await;
}
