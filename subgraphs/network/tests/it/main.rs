//! A site, asked over GraphQL. One behaviour in each file.

mod access_log;
mod call_tokens;
mod contract_sdl;
mod contract_values;
mod entities;
mod errors;
mod filters;
mod http;
mod paging;
mod policies;
mod policy_table;
mod records;
mod roster_writes;
mod scopes;
mod search;
mod service;
mod signed_calls;
mod signed_heads;
mod statement_plans;
mod statements;
mod tallies;
mod testkit;
mod writes;

#[path = "../shared/field_table.rs"]
mod field_table;
#[path = "../shared/statement_plans.rs"]
mod plans;
