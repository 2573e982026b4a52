//! Integration tests of the gateway over many sites: one behaviour for each file.

mod testkit;

mod contracts_fit;
mod defers_parts;
mod ends_subscriptions;
mod exports_tables;
mod fills_contexts;
mod follows_references;
mod gathers_figures;
mod introspects;
mod keeps_heads;
mod knows_callers;
mod mutates;
mod narrows_for_older_sites;
mod obeys_conditions;
mod overrides_progressively;
mod pages_connections;
mod places_errors;
mod plans;
mod refuses_requests;
mod refuses_sites;
mod refuses_tokens;
mod reloads;
mod reports_coverage;
mod runs_plain_supergraphs;
mod shares_calls;
mod shares_with_others;
mod signs_calls;
mod subscribes;
mod visits_sites_once;
mod withstands_lies;
