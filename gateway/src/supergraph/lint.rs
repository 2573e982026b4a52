//! Lints over contracts: what composes as a schema and would still not work over many sites.
//!
//! Composition knows nothing of routing and merging. These checks read each contract that links the
//! jurisdiction specification, and then compare the contracts with each other.
//! Spec: docs/jurisdiction-spec.md, "Lints".

mod agreement;
mod check;
mod classes;
mod contract;
mod finding;
mod link;
mod merge;
mod merged_types;
mod nullability;
mod spread;

pub use check::lint;
pub use finding::{Finding, LintCode, Message};
