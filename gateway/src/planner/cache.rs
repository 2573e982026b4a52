//! Plans by document text. Bounded by entries; the least used leave first.

use std::{
    collections::BTreeSet,
    ops::RangeInclusive,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ahash::RandomState;
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
    /// How large its answers are.
    pub answer_size: AnswerSize,
}

/// How large an answer will most likely be: a little more than the last one was.
#[derive(Debug, Default)]
pub struct AnswerSize(AtomicUsize);

impl AnswerSize {
    /// Least and most room that is made before an answer is written, in bytes.
    const ROOM: RangeInclusive<usize> = 1_024..=1 << 20;

    /// Room to make for the next answer, in bytes.
    pub fn expected(&self) -> usize {
        let last = self.0.load(Ordering::Relaxed);
        (last + last / 16).clamp(*Self::ROOM.start(), *Self::ROOM.end())
    }

    /// An answer had so many bytes.
    pub fn record(&self, bytes: usize) {
        self.0.store(bytes, Ordering::Relaxed);
    }
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
    entries: Cache<CacheKey, Arc<CachedOperation>, RandomState>,
}

impl PlanCache {
    /// Keeps at most `max_entries` operations.
    pub fn new(max_entries: u64) -> Self {
        // Whole documents are hashed, by a hasher that clients cannot foresee.
        let entries = Cache::builder().max_capacity(max_entries);
        Self { entries: entries.build_with_hasher(RandomState::new()) }
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
