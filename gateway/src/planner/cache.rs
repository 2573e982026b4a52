//! Plans by document text. Bounded by entries; the least used leave first.

use std::{collections::BTreeSet, sync::Arc};

use moka::future::Cache;

use super::{DeferMode, plan::QueryPlan};
use crate::{executor::JoinedDocuments, operation::PreparedOperation};

/// An operation ready to run: parsed, validated and planned.
#[derive(Debug)]
pub struct CachedOperation {
    /// The operation.
    pub prepared: PreparedOperation,
    /// Its plan.
    pub plan: QueryPlan,
    /// Documents that are joined while it runs.
    pub documents: JoinedDocuments,
}

/// What the plan of one text depends on beside the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PlanVariant {
    /// What becomes of `@defer`.
    pub defer: DeferMode,
    /// Labels of `@override(label:)` that are active.
    pub active_labels: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct CacheKey {
    text: Arc<str>,
    operation_name: Option<Arc<str>>,
    variant: PlanVariant,
}

/// The cache of one supergraph; a new supergraph begins with an empty one.
#[derive(Debug)]
pub struct PlanCache {
    entries: Cache<CacheKey, Arc<CachedOperation>>,
}

impl PlanCache {
    /// Keeps at most `max_entries` operations.
    pub fn new(max_entries: u64) -> Self {
        Self { entries: Cache::new(max_entries) }
    }

    /// The operation of this text, planned in this way; `plan` makes it once, however many ask at the same time.
    ///
    /// # Errors
    /// What `plan` fails with; failures are not kept.
    pub async fn get_or_plan<E: Send + Sync + 'static>(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variant: PlanVariant,
        plan: impl Future<Output = Result<Arc<CachedOperation>, E>>,
    ) -> Result<Arc<CachedOperation>, Arc<E>> {
        let operation_name = operation_name.map(Arc::from);
        let key = CacheKey { text: Arc::from(text), operation_name, variant };
        self.entries.try_get_with(key, plan).await
    }
}
