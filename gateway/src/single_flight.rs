//! Work under way that several ask for alike: done once, and given to all who came meanwhile.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use ahash::RandomState;
use futures::{
    FutureExt,
    future::{BoxFuture, Shared, WeakShared},
};

/// Work that is under way, by what was asked. What is done is forgotten at once: nothing is cached.
pub(crate) struct SingleFlight<K, V> {
    flights: Arc<Flights<K, V>>,
}

/// Whole bodies are hashed, by a hasher that clients cannot foresee.
type UnderWay<K, V> = HashMap<K, Flight<V>, RandomState>;

type Work<V> = Shared<BoxFuture<'static, V>>;

struct Flights<K, V> {
    under_way: Mutex<UnderWay<K, V>>,
    next_number: AtomicU64,
}

struct Flight<V> {
    number: u64,
    work: WeakShared<BoxFuture<'static, V>>,
}

/// Part in some work.
pub(crate) struct Joined<V> {
    /// Gives what comes of it. The work goes on while anyone waits, and ends with the last.
    pub(crate) work: Work<V>,
    /// Whether the work began with this one.
    pub(crate) is_first: bool,
}

impl<K, V> SingleFlight<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Joins the work for `key` or, if none is under way, starts it.
    pub(crate) fn join<F>(&self, key: K, start: impl FnOnce() -> F) -> Joined<V>
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut under_way = self.flights.lock();
        let known = under_way.get(&key).and_then(|flight| flight.work.upgrade());
        if let Some(work) = known {
            return Joined { work, is_first: false };
        }
        let number = self.flights.next_number.fetch_add(1, Ordering::Relaxed);
        let landing = Landing { flights: Arc::clone(&self.flights), key: key.clone(), number };
        let work = start();
        let work = async move {
            // Whether it ends or is dropped, it is no longer under way.
            let _landing = landing;
            work.await
        };
        let work = work.boxed().shared();
        if let Some(weak) = work.downgrade() {
            under_way.insert(key, Flight { number, work: weak });
        }
        Joined { work, is_first: true }
    }
}

impl<K, V> Flights<K, V> {
    fn lock(&self) -> MutexGuard<'_, UnderWay<K, V>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Default for SingleFlight<K, V> {
    fn default() -> Self {
        let flights = Flights { under_way: Mutex::default(), next_number: AtomicU64::default() };
        Self { flights: Arc::new(flights) }
    }
}

impl<K, V> std::fmt::Debug for SingleFlight<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SingleFlight").field("under_way", &self.flights.lock().len()).finish()
    }
}

/// Takes the work out of those under way when it is dropped.
struct Landing<K: Eq + Hash, V> {
    flights: Arc<Flights<K, V>>,
    key: K,
    number: u64,
}

impl<K: Eq + Hash, V> Drop for Landing<K, V> {
    fn drop(&mut self) {
        let mut under_way = self.flights.lock();
        // Others may have begun the same anew since the last who waited went away.
        if under_way.get(&self.key).is_some_and(|flight| flight.number == self.number) {
            under_way.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn what_is_asked_alike_meanwhile_is_done_once_and_never_kept() {
        let flights: SingleFlight<&str, usize> = SingleFlight::default();
        let begun = Arc::new(AtomicUsize::new(0));
        let (open, gate) = oneshot::channel::<()>();
        let gate = gate.shared();
        let start = |key| {
            let (begun, gate) = (Arc::clone(&begun), gate.clone());
            flights.join(key, || async move {
                let number = begun.fetch_add(1, Ordering::Relaxed);
                let _ = gate.await;
                number
            })
        };
        let (first, second, other) = (start("a"), start("a"), start("b"));
        assert_eq!([first.is_first, second.is_first, other.is_first], [true, false, true]);
        open.send(()).expect("someone waits");
        let (first, second, other) = tokio::join!(first.work, second.work, other.work);
        assert_eq!((first, second, other), (0, 0, 1));
        let again = start("a");
        assert!(again.is_first, "what is done is forgotten");
        assert_eq!(again.work.await, 2);
    }

    #[tokio::test]
    async fn work_goes_on_without_whoever_began_it_and_ends_with_the_last() {
        let flights: SingleFlight<u8, u8> = SingleFlight::default();
        let (_open, gate) = oneshot::channel::<()>();
        let first = flights.join(1, || async {
            let _ = gate.await;
            7
        });
        let second = flights.join(1, || async { 8 });
        drop(first);
        assert!(!flights.join(1, || async { 9 }).is_first, "the second still waits");
        drop(second);
        let third = flights.join(1, || async { 9 });
        assert!(third.is_first);
        assert_eq!(third.work.await, 9);
    }
}
