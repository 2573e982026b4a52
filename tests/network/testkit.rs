//! What every test needs: the running network, one database with all rows, and questions.

mod ask;
mod shared;
mod union;

pub use ask::{Answer, ask};
pub use shared::{Shared, runtime, shared, start};
pub use union::Union;
