//! Latencies of stub sites: log-normal, so most are near the median and a few are long.
//! A draw depends on the seed, the site and the number of the call, so runs repeat.

use std::{f64::consts::TAU, time::Duration};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::seed::seed_of;

/// No draw is longer: far below the gateway's deadline, so that the tail is slow and not missing.
const LONGEST: Duration = Duration::from_secs(2);

/// The distribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct LatencyPlan {
    /// Zero answers at once.
    pub(crate) median: Duration,
    /// Standard deviation of the logarithm.
    pub(crate) sigma: f64,
    pub(crate) seed: u64,
}

impl LatencyPlan {
    /// Answers at once.
    pub(crate) const NONE: Self = Self { median: Duration::ZERO, sigma: 0.0, seed: 0 };

    /// How long `site` takes for its call of this number; `None` for no time at all.
    pub(super) fn draw(&self, site: usize, call: u64) -> Option<Duration> {
        if self.median.is_zero() {
            return None;
        }
        let mut random = ChaCha8Rng::seed_from_u64(seed_of((self.seed, site, call)));
        let factor = (self.sigma * standard_normal(&mut random)).exp();
        Some(self.median.mul_f64(factor).min(LONGEST))
    }
}

/// Box and Muller, "A note on the generation of random normal deviates", 1958.
fn standard_normal(random: &mut impl Rng) -> f64 {
    // Of (0, 1]: the logarithm of 0 is infinite.
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (TAU * random.random::<f64>()).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_draws_are_below_the_median_and_the_tail_is_long() {
        let plan = LatencyPlan { median: Duration::from_millis(20), sigma: 0.6, seed: 7 };
        let mut draws: Vec<Duration> =
            (0..4_000).filter_map(|call| plan.draw(call as usize % 50, call)).collect();
        draws.sort();
        let median = draws[draws.len() / 2];
        assert!((18..=22).contains(&median.as_millis()), "{median:?}");
        // exp(0.6 × 2.326) is 4.04 medians.
        let p99 = draws[draws.len() * 99 / 100];
        assert!((65..=100).contains(&p99.as_millis()), "{p99:?}");
    }

    #[test]
    fn a_draw_repeats_and_none_is_beyond_the_cap() {
        let plan = LatencyPlan { median: Duration::from_secs(1), sigma: 3.0, seed: 1 };
        for call in 0..200 {
            let draw = plan.draw(3, call);
            assert_eq!(draw, plan.draw(3, call));
            assert!(draw.is_some_and(|latency| latency <= LONGEST));
        }
        assert_eq!(LatencyPlan::NONE.draw(0, 0), None);
    }
}
