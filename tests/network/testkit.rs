//! What every test needs: the running network, one database with all rows, and questions.

mod ask;
mod filling;
mod shared;
mod start;
mod union;

pub(crate) use ask::{Answer, ask_as};
pub(crate) use filling::fill;
pub(crate) use shared::{ask, shared};
pub(crate) use start::{runtime, start};
pub(crate) use union::Union;
