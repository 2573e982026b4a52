//! The gateway over each other subject, round by round: what is comparable when machines are not.

use serde::Serialize;

use super::{figures::RoundFigures, report::SubjectReport, spread::Spread};

/// The gateway's figures over another's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Ratios {
    /// The other subject.
    pub(crate) over: String,
    pub(crate) requests_per_second: Option<Spread>,
    pub(crate) p50: Option<Spread>,
    pub(crate) p99: Option<Spread>,
    pub(crate) cpu_per_request: Option<Spread>,
    pub(crate) peak_rss: Option<Spread>,
    /// Not a ratio: milliseconds by which the gateway's median is above the other's.
    pub(crate) p50_beyond_ms: Option<Spread>,
}

impl Ratios {
    /// Of rounds that were measured beside each other.
    pub(crate) fn of(gateway: &SubjectReport, other: &SubjectReport) -> Self {
        let over_rounds = |compare: fn(&RoundFigures, &RoundFigures) -> f64| {
            let pairs = gateway.rounds.iter().zip(&other.rounds);
            Spread::of(pairs.map(|(gateway, other)| compare(gateway, other)))
        };
        Self {
            over: other.name.clone(),
            requests_per_second: over_rounds(|a, b| a.requests_per_second / b.requests_per_second),
            p50: over_rounds(|a, b| a.p50_ms / b.p50_ms),
            p99: over_rounds(|a, b| a.p99_ms / b.p99_ms),
            cpu_per_request: over_rounds(|a, b| {
                a.cpu_seconds_per_1000_requests / b.cpu_seconds_per_1000_requests
            }),
            peak_rss: over_rounds(|a, b| a.peak_rss_mb / b.peak_rss_mb),
            p50_beyond_ms: over_rounds(|a, b| a.p50_ms - b.p50_ms),
        }
    }
}
