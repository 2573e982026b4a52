//! Integration tests of the gateway over many sites: one behaviour for each file.

mod testkit;

mod contracts_fit;
mod follows_references;
mod gathers_figures;
mod mutates;
mod pages_connections;
mod places_errors;
mod reports_coverage;
mod shares_calls;
mod withstands_lies;
mod scratch2;
