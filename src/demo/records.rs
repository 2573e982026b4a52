//! The records of the demonstration: 101 committees of Gansu, made up but plausible, and the figures
//! that documents really report.
//!
//! Everything generated is marked so (`is_generated`), and agrees with every reported figure that
//! these kinds of record can count: see [`targets`]. [`Plan`] turns three tables into the records of
//! any one site; filling one site never looks at another's database.

pub mod facts;
pub mod targets;
pub mod territory;

mod appeals;
mod apportion;
mod assessments;
mod calendar;
mod councils;
mod deployments;
mod duties;
mod events;
mod figures;
mod fill;
mod handling;
mod members;
mod names;
mod places;
mod plan;
mod platforms;
mod reports;
mod residence;
mod schedule;
mod seat_history;
mod seats;
mod sectors;
mod seed;
mod site;
mod sizes;
mod topics;
mod wording;

pub use fill::{FillError, FillReport};
pub use plan::{Plan, PlanError};
pub use sectors::provincial_sectors;
