//! Requests under way that ask alike: one is run, and its answer goes to all.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use super::{GatewayState, ready_run::ReadyRun};
use crate::{
    auth::Caller, http::GraphqlResponse, planner::cache::CachedOperation,
    single_flight::SingleFlight,
};

/// The answers that are under way.
pub(super) type SharedAnswers = SingleFlight<SharedRequest, GraphqlResponse>;

/// What makes two requests the same: all that their answers depend on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct SharedRequest {
    state: Same<GatewayState>,
    operation: Same<CachedOperation>,
    /// JSON, in the order of the client's document.
    variables: Vec<u8>,
    caller: Caller,
    lists_sites: bool,
}

/// One and the same value in memory, which is kept so that no other comes to stand there.
struct Same<T>(Arc<T>);

impl SharedRequest {
    pub(super) fn of(run: &ReadyRun) -> Self {
        Self {
            state: Same(Arc::clone(&run.state)),
            operation: Same(Arc::clone(&run.operation)),
            variables: serde_json::to_vec(&**run.variables()).unwrap_or_default(),
            caller: run.caller().clone(),
            lists_sites: run.lists_sites(),
        }
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Same<T> {}

impl<T> Hash for Same<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}
