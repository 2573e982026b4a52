//! A county's site, asked over GraphQL. One behaviour in each file.

mod contract_sdl;
mod council;
mod localities;
mod policy_table;
mod tallies;
mod testkit;
mod withdrawal;
mod writes;

#[path = "../../../network/tests/shared/level_table.rs"]
mod level_table;
