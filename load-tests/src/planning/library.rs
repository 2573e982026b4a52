//! The library: the only module that names it.

use graphql_tools::parser::query::Document;
use hive_router_query_planner::{
    ast::normalization::normalize_operation,
    graph::PlannerOverrideContext,
    planner::{Planner, QueryPlannerOptions},
    utils::{
        cancellation::CancellationToken,
        parsing::{safe_parse_operation, safe_parse_schema},
    },
};

use super::subject::{Planning, Task, Work};
use crate::failure::LoadTestError;

/// Indexing parses the supergraph and builds the library's graph. Planning begins with the parsed
/// document, which nothing validates, and includes normalising it.
pub(crate) struct Library {
    task: Task,
    planner: Planner,
    document: Document<'static, String>,
}

impl Planning for Library {
    const NAME: &'static str = "hive-router-query-planner";

    fn prepare(task: Task) -> Result<Self, LoadTestError> {
        let planner = index(&task)?;
        let document = safe_parse_operation(task.document).map_err(LoadTestError::scenario)?;
        Ok(Self { task, planner, document })
    }

    fn work(&self, work: Work) -> Result<(), LoadTestError> {
        match work {
            Work::Index => index(&self.task).map(drop),
            Work::Plan => {
                let supergraph = &self.planner.supergraph;
                let normalized = normalize_operation(supergraph, &self.document, None)
                    .map_err(|error| LoadTestError::scenario(format!("{error:?}")))?;
                let planned = self.planner.plan_from_normalized_operation(
                    normalized.executable_operation(),
                    PlannerOverrideContext::default(),
                    &CancellationToken::new(),
                );
                planned.map(drop).map_err(|error| LoadTestError::scenario(format!("{error:?}")))
            }
        }
    }
}

fn index(task: &Task) -> Result<Planner, LoadTestError> {
    let schema = safe_parse_schema(&task.supergraph)
        .map_err(|error| LoadTestError::scenario(format!("{error:?}")))?;
    Planner::new_from_supergraph(&schema, QueryPlannerOptions::default())
        .map_err(|error| LoadTestError::scenario(format!("{error:?}")))
}
