//! The files of `schema/` that the binary carries, so that it runs without its source tree.

/// The composed supergraph.
pub const SUPERGRAPH: &str = include_str!("../schema/supergraph.graphql");
/// Regions with a committee.
pub const REGIONS: &str = include_str!("../schema/regions.csv");
/// Townships, subdistricts and parks.
pub const LOCALITIES: &str = include_str!("../schema/localities.csv");
/// Figures that documents report.
pub const FACTS: &str = include_str!("../schema/facts.csv");
