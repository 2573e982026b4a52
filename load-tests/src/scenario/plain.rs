//! Plain federation: accounts, inventory, products and reviews, and a query that goes through them
//! again and again.

use std::collections::BTreeMap;

use super::{Backend, Scenario, Wiring, wiring::compose_plain};
use crate::{
    failure::LoadTestError,
    stub::{LatencyPlan, StubPlan},
};

const SUBGRAPHS: [(&str, &str); 4] = [
    ("accounts", include_str!("../../schema/accounts.graphql")),
    ("inventory", include_str!("../../schema/inventory.graphql")),
    ("products", include_str!("../../schema/products.graphql")),
    ("reviews", include_str!("../../schema/reviews.graphql")),
];

/// The client's document.
pub(crate) const DOCUMENT: &str = include_str!("../../schema/plain.graphql");

/// The supergraph, of subgraphs that are nowhere.
///
/// # Errors
/// [`LoadTestError`] if the subgraphs do not compose.
pub(crate) fn supergraph() -> Result<String, LoadTestError> {
    let nowhere = SUBGRAPHS.map(|(name, _)| format!("http://{name}.invalid/graphql"));
    compose_plain(&SUBGRAPHS, &nowhere)
}

/// # Errors
/// [`LoadTestError`] if the subgraphs do not compose.
pub(crate) fn scenario() -> Result<Scenario, LoadTestError> {
    let size = |(place, size): (&str, usize)| (place.to_owned(), size);
    let plan = StubPlan {
        // The rows do not depend on where the subgraphs are.
        supergraph: supergraph()?,
        owners: vec![String::new(); SUBGRAPHS.len()],
        sizes: [
            ("Query.users", 5),
            ("User.favourites", 2),
            ("User.reviews", 3),
            ("Product.reviews", 3),
            ("Review.body", 40),
            ("User.name", 3),
        ]
        .map(size)
        .into(),
        populations: BTreeMap::from([("User".to_owned(), 12), ("Product".to_owned(), 12)]),
        references: BTreeMap::new(),
        latency: LatencyPlan::NONE,
    };
    Ok(Scenario {
        name: "plain",
        document: DOCUMENT,
        backend: Backend::Stubs {
            plan: Box::new(plan),
            wiring: Wiring::Subgraphs(SUBGRAPHS.to_vec()),
        },
    })
}
