//! Starting a network and asking it, as the tests of `network` do.

#[path = "../network/testkit/ask.rs"]
mod ask;
#[path = "../network/testkit/start.rs"]
mod start;

pub(crate) use ask::{Answer, ask_as};
pub(crate) use start::{runtime, start};
