//! Seeded federated worlds: a schema, rows behind it, a split into subgraphs that use Federation 2,
//! and operations over it.

mod ask;
mod fields;
mod generate;
mod model;
mod operation;
mod print;
mod records;
mod rows;

pub(crate) use ask::random_operation;
pub(crate) use generate::generate;
pub(crate) use model::{Model, Program, Required, SUBGRAPHS, SubgraphNo};
pub(crate) use operation::{Kind, Operation, Selected};
pub(crate) use print::{subgraph_schema, unsplit_schema};
pub(crate) use records::{reference_world, subgraph_rows};
