//! Shapes merged data into the client's response: its aliases, its fragments, its order, and nulls
//! where a value is missing. The JSON is written once, straight from the merged data.
//! Spec: GraphQL October 2021, sections 6.3 and 6.4.

mod collect;
mod project;

pub use project::{ProjectionInput, project, project_part};
