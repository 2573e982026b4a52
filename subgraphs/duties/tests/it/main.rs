//! A county's site that serves the contract `duties`, asked over GraphQL. One behaviour in each file.

mod charges;
mod contacts;
mod contract_sdl;
mod learning;
mod links;
mod policy_table;
mod scores;
mod search;
mod statement_plans;
mod statements;
mod stations;
mod testkit;

#[path = "../../../network/tests/shared/field_table.rs"]
mod field_table;

#[path = "../../../network/tests/shared/many_rows.rs"]
mod many_rows;
#[path = "../../../network/tests/shared/statement_plans.rs"]
mod plans;
