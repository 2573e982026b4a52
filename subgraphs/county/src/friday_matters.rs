//! The ledger of the Friday talk day (周五说事日) and its five steps (五事工作法).

mod filter;
mod model;
mod schema;
mod store;
mod write;

pub(crate) use filter::FridayMatterFilter;
pub use filter::FridayMatterOrderField;
pub use model::{Difficulty, FridayMatter, FridayMatterStep};
pub(crate) use schema::register;
pub use store::insert_friday_matters;
