//! A county's site, asked over GraphQL. One behaviour in each file.

mod contract_sdl;
mod council;
mod localities;
mod policy_table;
mod statement_plans;
mod tallies;
mod testkit;
mod withdrawal;
mod writes;

#[path = "../../../network/tests/shared/level_table.rs"]
mod level_table;

#[path = "../../../network/tests/shared/many_rows.rs"]
mod many_rows;
#[path = "../../../network/tests/shared/statement_plans.rs"]
mod plans;
