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
mod brands;
mod calendar;
mod councils;
mod county_work;
mod deployments;
mod drawing;
mod duties;
mod economy;
mod events;
mod figures;
mod fill;
mod handling;
mod meetings;
mod member_groups;
mod members;
mod names;
mod nominations;
mod places;
mod plan;
mod platforms;
mod proposals;
mod reports;
mod residence;
mod schedule;
mod seat_history;
mod seats;
mod sector_activities;
mod sectors;
mod seed;
mod site;
mod sizes;
mod surveys;
mod topics;
mod wording;

pub use fill::{FillError, FillReport};
pub use plan::{Plan, PlanError};
pub use sectors::provincial_sectors;
