//! Which sites are down when. They go down one after the other, each for a while, and come back.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::time::Instant;

use super::doors::Door;

/// Sites, their doors, and when each was down.
#[derive(Debug)]
pub(super) struct Outages {
    sites: Vec<(String, Door)>,
    known: Mutex<Vec<Outage>>,
    /// How long the gateway may leave a site alone that is back, as its breaker does.
    grace: Duration,
}

#[derive(Debug)]
struct Outage {
    site: usize,
    from: Instant,
    /// `None` while it lasts.
    until: Option<Instant>,
}

/// How often a site goes down, and for how long: in seconds, or in answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutagePlan {
    pub(crate) every: u64,
    pub(crate) lasts: u64,
    pub(crate) seed: u64,
}

impl Outages {
    /// Without any yet.
    pub(super) fn new(sites: Vec<(String, Door)>, grace: Duration) -> Self {
        Self { sites, known: Mutex::default(), grace }
    }

    /// Has sites die and return, for ever. `pass` waits until so many seconds, or answers, have passed.
    pub(super) async fn run(&self, plan: OutagePlan, pass: impl AsyncFn(u64)) {
        let mut random = ChaCha8Rng::seed_from_u64(plan.seed);
        loop {
            pass(plan.every.saturating_sub(plan.lasts)).await;
            let site = random.random_range(0..self.sites.len());
            self.begin(site);
            pass(plan.lasts).await;
            self.end(site);
        }
    }

    /// Opens every door.
    pub(super) fn end_all(&self) {
        (0..self.sites.len()).for_each(|site| self.end(site));
    }

    /// How many there were.
    pub(super) fn count(&self) -> usize {
        self.known().len()
    }

    /// Whether the site was down, or just back, at some moment since `asked`.
    pub(super) fn explain(&self, site: &str, asked: Instant) -> bool {
        self.known().iter().any(|outage| {
            self.sites[outage.site].0 == site
                && outage.until.is_none_or(|until| until + self.grace >= asked)
        })
    }

    fn begin(&self, site: usize) {
        self.known().push(Outage { site, from: Instant::now(), until: None });
        self.sites[site].1.shut();
    }

    fn end(&self, site: usize) {
        self.sites[site].1.open();
        let now = Instant::now();
        for outage in self.known().iter_mut().filter(|outage| outage.site == site) {
            outage.until.get_or_insert(now);
        }
    }

    fn known(&self) -> MutexGuard<'_, Vec<Outage>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seconds that sites were down, in all.
    pub(super) fn seconds(&self) -> f64 {
        let known = self.known();
        let lasted = |outage: &Outage| {
            outage.until.unwrap_or_else(Instant::now).saturating_duration_since(outage.from)
        };
        known.iter().map(lasted).sum::<Duration>().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_outage_explains_what_was_asked_until_a_while_after_it() {
        let door = Door::before("http://127.0.0.1:1/graphql").await.expect("a door");
        let outages = Outages::new(vec![("621122".to_owned(), door)], Duration::from_secs(10));
        let plan = OutagePlan { every: 5, lasts: 2, seed: 1 };
        let pass = async |seconds| tokio::time::sleep(Duration::from_secs(seconds)).await;
        let asked = Instant::now();
        assert!(!outages.explain("621122", asked));
        let run = tokio::time::timeout(Duration::from_secs(4), outages.run(plan, pass));
        assert!(run.await.is_err(), "it goes on for ever");
        assert!(outages.explain("621122", Instant::now()), "it is down");
        assert!(!outages.explain("621121", Instant::now()), "the other is not");
        outages.end_all();
        assert!(outages.explain("621122", Instant::now() + Duration::from_secs(9)));
        assert!(!outages.explain("621122", Instant::now() + Duration::from_secs(11)));
        assert_eq!((outages.count(), outages.seconds()), (1, 1.0));
    }
}
