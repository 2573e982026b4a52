//! Analysts, clerks and dashboards together, over the demonstration's real sites, while sites die and
//! return.
//!
//! Nothing is compared here: it is the gateway as people use it, for minutes. What is found out is
//! whether every answer is right: whole, or with a gap at a site that was down at that moment; and
//! whether every write that was acknowledged is there at the end, once.
//!
//! Each user is a task that asks and waits in turn. A *door* stands before each site, a bare TCP relay of this process; a site
//! dies when its door is shut.

mod ask;
mod doors;
mod outages;
mod report;
mod run;
mod users;
mod verdict;
mod writes;

pub(crate) use outages::OutagePlan;
pub(crate) use run::{MixedPlan, run};
