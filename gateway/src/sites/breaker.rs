//! One breaker for each site: after several failures in a row it stays open for a while, then lets
//! one call through to see whether the site is back.
//! A breaker for each contract instead would let one dead county close the other 85.

use std::{sync::Mutex, time::Duration};

use tokio::time::Instant;

/// State of one site's breaker.
#[derive(Debug)]
pub struct Breaker {
    failures_to_open: u32,
    open_for: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Instant,
    },
    /// One trial call is out; others are refused until it ends or the trial is overdue.
    HalfOpen {
        overdue: Instant,
    },
}

impl Breaker {
    /// Opens after `failures_to_open` failures in a row, for `open_for`.
    pub fn new(failures_to_open: u32, open_for: Duration) -> Self {
        Self {
            failures_to_open: failures_to_open.max(1),
            open_for,
            state: Mutex::new(State::Closed { failures: 0 }),
        }
    }

    /// Whether a call may go out now.
    pub fn admits(&self) -> bool {
        let now = Instant::now();
        let mut state = self.lock();
        match *state {
            State::Closed { .. } => true,
            State::Open { until } | State::HalfOpen { overdue: until } => {
                let is_trial = now >= until;
                if is_trial {
                    *state = State::HalfOpen { overdue: now + self.open_for };
                }
                is_trial
            }
        }
    }

    /// Whether calls are being refused.
    pub fn is_open(&self) -> bool {
        match *self.lock() {
            State::Closed { .. } => false,
            State::Open { until } | State::HalfOpen { overdue: until } => Instant::now() < until,
        }
    }

    /// The site answered.
    pub fn record_success(&self) {
        *self.lock() = State::Closed { failures: 0 };
    }

    /// The site did not answer.
    pub fn record_failure(&self) {
        let mut state = self.lock();
        let failures = match *state {
            State::Closed { failures } => failures.saturating_add(1),
            State::Open { .. } | State::HalfOpen { .. } => self.failures_to_open,
        };
        *state = if failures >= self.failures_to_open {
            State::Open { until: Instant::now() + self.open_for }
        } else {
            State::Closed { failures }
        };
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn opens_after_failures_in_a_row_and_tries_one_call_after_the_wait() {
        let breaker = Breaker::new(3, Duration::from_secs(10));
        breaker.record_failure();
        breaker.record_failure();
        breaker.record_success();
        breaker.record_failure();
        breaker.record_failure();
        assert!(breaker.admits(), "a success between starts the count again");
        breaker.record_failure();
        assert!(!breaker.admits());
        assert!(breaker.is_open());
        tokio::time::advance(Duration::from_secs(10)).await;
        assert!(breaker.admits(), "one trial call");
        assert!(!breaker.admits(), "and no second one");
        breaker.record_failure();
        assert!(!breaker.admits(), "the trial failed: open again");
        tokio::time::advance(Duration::from_secs(10)).await;
        assert!(breaker.admits());
        breaker.record_success();
        assert!(breaker.admits() && breaker.admits());
    }

    #[tokio::test(start_paused = true)]
    async fn a_trial_that_never_reports_does_not_close_the_site_for_ever() {
        let breaker = Breaker::new(1, Duration::from_secs(1));
        breaker.record_failure();
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(breaker.admits());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(breaker.admits());
    }
}
