//! The hierarchy of regions: codes, the table that lists them, and containment.
//!
//! Everything that asks "which region is this, what lies above it, what lies inside it" asks here:
//! the directory's GraphQL server, the site registry, the executor's scatter. Levels are free text,
//! so any hierarchy of codes with prefix containment can be served.
//! Spec: docs/jurisdiction-spec.md, "Regions".

mod code;
mod error;
mod parse;
mod table;

pub use code::RegionCode;
pub use error::{RegionError, RegionTableError, RegionTableProblem, RowPlace};
pub use table::{Region, RegionLevel, RegionTable};
