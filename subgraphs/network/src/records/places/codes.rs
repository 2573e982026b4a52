//! Codes (码): on a member's card or a platform's door. A scan tells whose it is, and where to speak.

mod loader;
mod model;
mod picture;
mod scans;
mod schema;
mod store;
mod write;

pub(crate) use loader::CodeLoaders;
pub use model::{Code, CodeBearer, CodeScans, CodeStatus};
pub(crate) use schema::{code_reference, register};
pub use store::{insert_code_scans, insert_codes};
