//! Regions: their codes, what of a site's records lies inside one, and the gathered `Region` type.

mod code;
mod level;
mod records;
mod schema;
mod scope;

pub use code::{RegionCode, RegionCodeError};
pub use level::Level;
pub(crate) use records::{RecordFilter, push_within};
pub use schema::RegionRef;
pub(crate) use schema::register;
pub(crate) use scope::push_code_within;
pub use scope::{RowPlace, Scope};
