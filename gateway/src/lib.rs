//! A GraphQL federation gateway for jurisdictions.
//!
//! The folders repeat the life of a request: [`http`] takes it in, [`operation`] parses and
//! coerces it, [`planner`] turns it into a query plan over contracts, [`executor`] spreads each
//! fetch over the [`sites`] that serve the contract and merges what they answer, and
//! [`projection`] shapes the answer to the client's selection.
//!
//! Pure modules (`supergraph`, `operation`, `planner`, `projection`) do no IO.

pub mod auth;
pub mod config;
pub mod coverage;
pub mod directory;
pub mod enrolment;
pub mod executor;
pub mod export;
mod file_watch;
pub mod files;
pub mod gateway;
pub mod heads;
pub mod http;
pub mod json;
pub mod operation;
pub mod planner;
pub mod projection;
mod single_flight;
pub mod sites;
pub mod supergraph;
pub mod telemetry;
