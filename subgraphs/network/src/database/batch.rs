//! One statement for what many resolvers of a request ask.
//! A layer over the `dataloader` crate: errors are values, absent keys have a default, a batch is
//! never split by its size, and who asks for one row's key asks for those of its whole cohort.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    future::Future,
    hash::Hash,
    sync::{Arc, Mutex},
};

use dataloader::{BatchFn, cached::Loader};
use futures::future::{BoxFuture, FutureExt};

use super::{Database, Row, StoreError};

/// How often a loader lets others run before it asks the database, so that requests that come at
/// once from several cohorts go together. One cohort needs no waiting.
const YIELD_COUNT: usize = 1;

type Found<K, V> = Result<HashMap<K, V>, StoreError>;
type Fetch<K, V> = Arc<dyn Fn(Database, Vec<K>) -> BoxFuture<'static, Found<K, V>> + Send + Sync>;

/// Loads values by key; what was loaded stays for the rest of the request.
pub struct BatchLoader<K, V>
where
    K: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static,
    V: Clone + Default + Send + Sync + 'static,
{
    loader: Loader<K, Result<V, Arc<StoreError>>, Batch<K, V>>,
    /// The relations of cohorts whose keys have all been asked for.
    asked: Mutex<HashSet<u64>>,
}

impl<K, V> BatchLoader<K, V>
where
    K: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static,
    V: Clone + Default + Send + Sync + 'static,
{
    /// A loader over `fetch`, which is given distinct keys and answers those that have a value.
    pub fn new<F, Answer>(database: &Database, fetch: F) -> Self
    where
        F: Fn(Database, Vec<K>) -> Answer + Send + Sync + 'static,
        Answer: Future<Output = Found<K, V>> + Send + 'static,
    {
        let batch = Batch {
            database: database.clone(),
            fetch: Arc::new(move |database, keys| fetch(database, keys).boxed()),
        };
        let loader = Loader::new(batch).with_max_batch_size(usize::MAX);
        Self { loader: loader.with_yield_count(YIELD_COUNT), asked: Mutex::default() }
    }

    /// The value for a row, by the key it has, or the default where it has none. Loads the values
    /// for the row's whole cohort.
    ///
    /// # Errors
    /// What failed for the whole batch.
    pub async fn load_for<T>(
        &self,
        row: &Row<T>,
        key: fn(&T) -> Option<K>,
    ) -> Result<V, Arc<StoreError>> {
        match key(row) {
            Some(own) => {
                let relation = row.relation(key as usize);
                let keys = || row.siblings().iter().filter_map(key).collect();
                self.load_among(own, relation, keys).await
            }
            None => Ok(V::default()),
        }
    }

    /// The value of a key. The first to ask for a key of the relation asks for all its `keys`.
    ///
    /// # Errors
    /// What failed for the whole batch.
    pub async fn load_among(
        &self,
        key: K,
        relation: u64,
        keys: impl FnOnce() -> Vec<K>,
    ) -> Result<V, Arc<StoreError>> {
        let is_first = self.asked.lock().expect("no holder of the lock panics").insert(relation);
        if is_first {
            // All keys are put in line before anything is awaited that lets another batch go.
            self.load_all(keys()).await?;
        }
        self.load(key).await
    }

    /// The value of a key, or the default where there is none.
    ///
    /// # Errors
    /// What failed for the whole batch.
    pub async fn load(&self, key: K) -> Result<V, Arc<StoreError>> {
        self.loader.try_load(key).await.map_err(|lost| Arc::new(StoreError::BatchLost(lost)))?
    }

    /// The values of many keys, in the same order.
    ///
    /// # Errors
    /// What failed for the whole batch.
    pub async fn load_all(&self, keys: Vec<K>) -> Result<Vec<V>, Arc<StoreError>> {
        let mut values = self
            .loader
            .try_load_many(keys.clone())
            .await
            .map_err(|lost| Arc::new(StoreError::BatchLost(lost)))?;
        // A key may occur twice, so values are not taken out.
        keys.into_iter()
            .map(|key| values.get_mut(&key).cloned().unwrap_or_else(|| Ok(V::default())))
            .collect()
    }
}

impl<K, V> fmt::Debug for BatchLoader<K, V>
where
    K: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static,
    V: Clone + Default + Send + Sync + 'static,
{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BatchLoader").finish_non_exhaustive()
    }
}

struct Batch<K, V> {
    database: Database,
    fetch: Fetch<K, V>,
}

impl<K, V> BatchFn<K, Result<V, Arc<StoreError>>> for Batch<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Clone + Default + Send + Sync + 'static,
{
    async fn load(&mut self, keys: &[K]) -> HashMap<K, Result<V, Arc<StoreError>>> {
        let keys = keys.to_vec();
        match (self.fetch)(self.database.clone(), keys.clone()).await {
            Ok(mut found) => {
                let value_of = |key: K| {
                    let value = found.remove(&key).unwrap_or_default();
                    (key, Ok(value))
                };
                keys.into_iter().map(value_of).collect()
            }
            Err(error) => {
                let error = Arc::new(error);
                keys.into_iter().map(|key| (key, Err(Arc::clone(&error)))).collect()
            }
        }
    }
}
