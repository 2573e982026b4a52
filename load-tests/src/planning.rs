//! How long planning takes beside a library that plans, in one thread and one run.

mod library;
mod ours;
mod report;
mod rounds;
mod subject;
mod tasks;

pub(crate) use rounds::{PlanningRun, run};
