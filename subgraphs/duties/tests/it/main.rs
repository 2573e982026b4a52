//! A county's site that serves the contract `duties`, asked over GraphQL. One behaviour in each file.

mod charges;
mod contacts;
mod contract_sdl;
mod learning;
mod links;
mod policy_table;
mod scores;
mod statements;
mod stations;
mod testkit;

#[path = "../../../network/tests/shared/field_table.rs"]
mod field_table;
