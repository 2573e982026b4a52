//! Rounds, figures, ratios and how they are shown.

mod figures;
mod machine;
mod ratios;
mod report;
mod spread;
mod subject;

pub(crate) use machine::Machine;
pub(crate) use report::{Report, Settings, SubjectReport};
pub(crate) use spread::{Spread, SpreadText};
pub(crate) use subject::{CallCounter, Subject, ask_once};
