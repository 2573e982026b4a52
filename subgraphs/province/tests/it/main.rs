//! The province's site, asked over GraphQL. One behaviour in each file.

mod adoption;
mod contract_sdl;
mod handling;
mod policy_table;
mod testkit;

#[path = "../../../network/tests/shared/level_table.rs"]
mod level_table;
