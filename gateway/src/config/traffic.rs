//! How the gateway calls sites: deadlines, bounds and the breaker. Each bound is kept per site.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    time::Duration,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::ConfigProblem;

/// Section `[traffic]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TrafficConfig {
    /// Longest wait for one answer of one site, such as `2s`. Default `5s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub request_timeout: Duration,
    /// Calls in flight to one site; more wait in line. Default 64.
    pub max_in_flight_per_site: NonZeroUsize,
    /// Calls in flight to all sites; more wait in line. Default 1024.
    pub max_in_flight_total: NonZeroUsize,
    /// Largest answer taken from a site, in bytes; a longer one counts as `OVERSIZED`.
    /// Default 16777216 (16 MiB).
    pub max_response_bytes: NonZeroUsize,
    /// Whether sites and subgraphs outside this machine may be called over `http`, where anyone on
    /// the way can read along. Default false.
    pub allow_plain_http: bool,
    /// Whose calls are shared: requests that ask the same of a subgraph at the same time, for the
    /// same caller, then have one call and its one answer. Mutations never share. Default
    /// `subgraphs`.
    pub share_calls: ShareCalls,
    /// When to stop asking a site that does not answer.
    pub breaker: BreakerConfig,
}

/// Whose calls are shared by requests that ask alike at the same time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareCalls {
    /// Nobody's: each request makes its own.
    None,
    /// Those of subgraphs with one URL. A site's access log then still has each reading.
    #[default]
    Subgraphs,
    /// Those of sites too: two readings at once by one caller are one in a site's access log.
    All,
}

/// Section `[traffic.breaker]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BreakerConfig {
    /// Failures in a row that open the breaker. Default 5.
    pub failures: NonZeroU32,
    /// How long it stays open before one call tries the site again. Default `10s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub open_for: Duration,
}

impl Default for TrafficConfig {
    fn default() -> Self {
        Self {
            request_timeout: Duration::from_secs(5),
            max_in_flight_per_site: NonZeroUsize::new(64).expect("not zero"),
            max_in_flight_total: NonZeroUsize::new(1024).expect("not zero"),
            max_response_bytes: NonZeroUsize::new(16 << 20).expect("not zero"),
            allow_plain_http: false,
            share_calls: ShareCalls::default(),
            breaker: BreakerConfig::default(),
        }
    }
}

impl Default for BreakerConfig {
    fn default() -> Self {
        Self { failures: NonZeroU32::new(5).expect("not zero"), open_for: Duration::from_secs(10) }
    }
}

impl TrafficConfig {
    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        for (key, duration) in [
            ("traffic.request_timeout", self.request_timeout),
            ("traffic.breaker.open_for", self.breaker.open_for),
        ] {
            if duration.is_zero() {
                problems.push(ConfigProblem::DurationZero { key });
            }
        }
        if self.max_in_flight_total < self.max_in_flight_per_site {
            problems.push(ConfigProblem::InFlightOrder {
                per_site: self.max_in_flight_per_site,
                total: self.max_in_flight_total,
            });
        }
    }
}
