//! A city's site, asked over GraphQL. One behaviour in each file.

mod assessment;
mod assistance;
mod contract_sdl;
mod handling;
mod hosting;
mod policy_table;
mod testkit;

#[path = "../../../network/tests/shared/level_table.rs"]
mod level_table;
