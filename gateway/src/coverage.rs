//! Coverage: which sites were asked, which answered, which did not and why.
//! Spec: docs/jurisdiction-spec.md, "Coverage".

mod report;
mod withheld;

pub use report::{CoverageRecorder, CoverageReport, MissingSite, Reason, SiteOutcome};
pub use withheld::{How, WithheldAtSite, WithheldField};
