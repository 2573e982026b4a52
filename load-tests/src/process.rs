//! The processes of a run: started, found, measured and ended.

mod child;
mod usage;

pub(crate) use child::{Child, Launch};
pub(crate) use usage::process_usage;
