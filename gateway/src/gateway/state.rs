//! What a request runs on. Never changed: a new file makes a new state.

use std::sync::Arc;

use crate::{
    planner::{OperationPlanner, cache::PlanCache},
    sites::Registry,
    supergraph::Supergraph,
};

/// Everything that belongs together at one moment. A request keeps the state it began with.
#[derive(Debug)]
pub struct GatewayState {
    /// The supergraph.
    pub supergraph: Arc<Supergraph>,
    /// Its planner.
    pub planner: Arc<OperationPlanner>,
    /// Its plans. A new supergraph begins with none; new sites keep them.
    pub plans: Arc<PlanCache>,
    /// The sites.
    pub registry: Arc<Registry>,
}
