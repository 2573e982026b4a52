//! Stub sites and subgraphs: many servers in one process, which answer any document that the
//! supergraph allows with rows that are a pure function of site, type, key and field.
//!
//! An answer is made once for each site and request, and then sent as bytes: what a stub costs is
//! what HTTP costs.

mod connection;
mod fabricate;
mod inside;
mod latency;
mod leaf;
mod plan;
mod seed;
mod serve;

pub(crate) use inside::{SiteInside, sites_inside};
pub(crate) use latency::LatencyPlan;
pub(crate) use plan::StubPlan;
pub(crate) use serve::{Announcement, serve};
