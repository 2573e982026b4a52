//! Regions: their codes, what of a site's records lies inside one, and the gathered `Region` type.

mod code;
mod level;
mod records;
mod schema;
mod scope;

pub use code::{RegionCode, RegionCodeError};
pub use level::Level;
pub use records::{RecordFilter, push_within, region_page};
pub(crate) use schema::register;
pub use schema::{RegionRef, connection};
pub use scope::{RowPlace, Scope, push_code_within};
