//! Contracts: from SDL to a schema that answers.
//! A site serves the union of its contracts. The SDL is the source of types, arguments, enumerations
//! and texts; code only adds what resolves each field, and may neither miss a field nor invent one.

mod answer_counts;
mod arguments;
mod build;
mod document;
mod entities;
mod labels;
mod output;
mod resolvers;
mod response;

pub(crate) use answer_counts::{count_objects, root_fields};
pub use arguments::{argument, id_argument};
pub(crate) use build::policy_fields;
pub use build::{ContractSchema, build_schema};
pub use document::{Contract, ContractError};
pub(crate) use entities::EntityNotes;
pub use entities::{EntityAnswers, MAX_ENTITIES};
pub use labels::{EnumLabels, chinese_label};
pub use output::Output;
pub use resolvers::{ObjectResolvers, RecordResolvers, Resolvers};
pub(crate) use resolvers::{OwnerFn, ResolverFn};
pub(crate) use response::settle_errors;
