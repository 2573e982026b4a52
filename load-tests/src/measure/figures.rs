//! The figures of one subject in one round.

use std::time::Duration;

use serde::Serialize;

use crate::load::LoadOutcome;

/// What one round measured; a figure that the round cannot have is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct RoundFigures {
    pub(crate) requests: u64,
    pub(crate) errors: u64,
    pub(crate) requests_per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p95_ms: f64,
    pub(crate) p99_ms: f64,
    /// Processor time of the subject's process alone.
    pub(crate) cpu_seconds_per_1000_requests: f64,
    /// The same over the calls to sites.
    pub(crate) cpu_micros_per_site_call: Option<f64>,
    pub(crate) site_calls: u64,
    /// Largest resident set of the process since it began.
    pub(crate) peak_rss_mb: f64,
}

impl RoundFigures {
    /// Figures of a load that took `cpu` and led to `site_calls`.
    pub(crate) fn new(
        load: &LoadOutcome,
        cpu: Duration,
        site_calls: u64,
        peak_rss_bytes: u64,
    ) -> Self {
        let quantile_ms = |quantile| load.latencies.value_at_quantile(quantile) as f64 / 1_000.0;
        let requests = load.requests.max(1) as f64;
        Self {
            requests: load.requests,
            errors: load.errors,
            requests_per_second: load.requests as f64 / load.elapsed.as_secs_f64(),
            p50_ms: quantile_ms(0.50),
            p95_ms: quantile_ms(0.95),
            p99_ms: quantile_ms(0.99),
            cpu_seconds_per_1000_requests: cpu.as_secs_f64() * 1_000.0 / requests,
            cpu_micros_per_site_call: (site_calls > 0)
                .then(|| cpu.as_micros() as f64 / site_calls as f64),
            site_calls,
            peak_rss_mb: peak_rss_bytes as f64 / 1e6,
        }
    }
}

#[cfg(test)]
mod tests {
    use hdrhistogram::Histogram;

    use super::*;

    #[test]
    fn figures_are_per_request_and_per_call() {
        let mut latencies = Histogram::new_with_max(1_000_000, 3).expect("a range");
        for micros in [1_000, 2_000, 3_000, 4_000] {
            latencies.record(micros).expect("in range");
        }
        let load = LoadOutcome {
            requests: 4,
            errors: 0,
            first_error: None,
            elapsed: Duration::from_secs(2),
            latencies,
        };
        let figures = RoundFigures::new(&load, Duration::from_millis(40), 400, 5_000_000);
        assert_eq!(figures.requests_per_second, 2.0);
        assert_eq!(figures.cpu_seconds_per_1000_requests, 10.0);
        assert_eq!(figures.cpu_micros_per_site_call, Some(100.0));
        assert_eq!(figures.peak_rss_mb, 5.0);
        assert!((figures.p50_ms - 2.0).abs() < 0.01, "{}", figures.p50_ms);
        let without_calls = RoundFigures::new(&load, Duration::ZERO, 0, 0);
        assert_eq!(without_calls.cpu_micros_per_site_call, None);
    }
}
