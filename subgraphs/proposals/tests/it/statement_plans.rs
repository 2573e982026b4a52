//! How the database runs tallies and pages of proposals, over many rows.

use qianzhan_proposals::CONTRACT_SDL;

use crate::{
    many_rows::{DAY, id_in, multiply},
    plans::{Plans, observed_database, tidy},
    testkit::site_in,
};

async fn plans() -> Plans {
    let (database, observer) = observed_database().await;
    let number = id_in("621122");
    let server = site_in(&database).await;
    multiply(
        &database,
        "proposals",
        &[("serial_no", "10 + i"), ("submitted_on", DAY), ("collected_on", DAY)],
    )
    .await;
    multiply(&database, "proposal_units", &[("proposal_id", &number), ("due_on", DAY)]).await;
    multiply(&database, "proposal_supervisions", &[("held_on", DAY), ("proposal_id", &number)])
        .await;
    tidy(&database).await;
    Plans { server, database, observer, sdl: CONTRACT_SDL, region: "621122" }
}

#[tokio::test]
async fn tallies_read_indexes() {
    let tallies =
        ["proposalTally", "proposalTally(period: \"2024\")", "proposalTally(asOf: \"2023-01-01\")"];
    plans().await.tallies_read_indexes(&tallies, &[]).await;
}

#[tokio::test]
async fn pages_walk_an_index_and_sort_nothing() {
    plans().await.pages_sort_nothing().await;
}
