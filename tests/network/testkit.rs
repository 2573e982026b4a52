//! What every test needs: the running network, one database with all rows, and questions.

mod ask;
mod shared;
mod union;

pub(crate) use ask::{Answer, ask, ask_as};
pub(crate) use shared::{runtime, shared, start};
pub(crate) use union::Union;
