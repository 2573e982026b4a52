//! Contracts: from SDL to a schema that answers.
//! A site serves the union of its contracts. The SDL is the source of types, arguments, enumerations
//! and texts; code only adds what resolves each field, and may neither miss a field nor invent one.

mod arguments;
mod build;
mod document;
mod entities;
mod output;
mod resolvers;
mod response;

pub use arguments::{argument, id_argument};
pub use build::{ContractSchema, build_schema};
pub use document::{Contract, ContractError};
pub(crate) use entities::AbsentEntities;
pub use entities::{EntityAnswers, MAX_ENTITIES};
pub use output::Output;
pub use resolvers::{ObjectResolvers, RecordResolvers, Resolvers};
pub(crate) use response::settle_errors;
