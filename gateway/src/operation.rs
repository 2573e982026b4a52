//! A client's operation before planning: parsed, validated, its variables coerced, its
//! introspection fields set aside.

mod coverage_directive;
mod defer_directive;
mod error;
mod introspection;
mod limits;
mod prepare;
mod variables;

pub use coverage_directive::CoverageRequest;
pub(crate) use defer_directive::DEFER_DIRECTIVE;
pub use error::OperationError;
pub use introspection::introspect;
pub use prepare::{PreparedOperation, prepare_operation};
pub use variables::{VariableProblem, coerce_variables};
