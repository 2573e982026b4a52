//! What is planned, and the work that is timed.

use crate::failure::LoadTestError;

/// An operation over a supergraph.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) supergraph: String,
    /// Names of the subgraphs that are contracts.
    pub(crate) contracts: Vec<String>,
    pub(crate) document: &'static str,
}

/// A piece of work that both planners do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// From the supergraph's text to a planner.
    Index,
    /// From a parsed document to a plan.
    Plan,
}

impl Work {
    pub(crate) const ALL: [Self; 2] = [Self::Index, Self::Plan];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Plan => "plan",
        }
    }
}

/// One planner, with a task's supergraph indexed and its document parsed.
pub(crate) trait Planning {
    /// Its name in the tables.
    const NAME: &'static str;

    /// # Errors
    /// [`LoadTestError::Scenario`] if it refuses the supergraph or the document.
    fn prepare(task: Task) -> Result<Self, LoadTestError>
    where
        Self: Sized;

    /// Does the work once, from its beginning. What comes of it is dropped.
    ///
    /// # Errors
    /// [`LoadTestError::Scenario`] if there is no plan.
    fn work(&self, work: Work) -> Result<(), LoadTestError>;
}
