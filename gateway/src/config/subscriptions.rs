//! How many subscriptions there may be, and what they may hold.

use std::{num::NonZeroUsize, time::Duration};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::ConfigProblem;

/// Section `[subscriptions]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubscriptionsConfig {
    /// Subscriptions open at once; one more is refused. Default 1000.
    pub max_open: NonZeroUsize,
    /// Answers that wait for one slow client. While they wait, its sources are not read. Default 32.
    pub max_waiting_events: NonZeroUsize,
    /// How long a client may take none of the answers that wait for it, before its subscription
    /// ends with `SUBSCRIPTION_CLIENT_SLOW`. Default `30s`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub slow_client_timeout: Duration,
    /// How long a source may send nothing at all, not even a sign of life, before it counts as
    /// gone. Default `10m`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub idle_timeout: Duration,
}

impl Default for SubscriptionsConfig {
    fn default() -> Self {
        Self {
            max_open: NonZeroUsize::new(1000).expect("not zero"),
            max_waiting_events: NonZeroUsize::new(32).expect("not zero"),
            slow_client_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(600),
        }
    }
}

impl SubscriptionsConfig {
    pub(super) fn check(&self, problems: &mut Vec<ConfigProblem>) {
        for (key, duration) in [
            ("subscriptions.slow_client_timeout", self.slow_client_timeout),
            ("subscriptions.idle_timeout", self.idle_timeout),
        ] {
            if duration.is_zero() {
                problems.push(ConfigProblem::DurationZero { key });
            }
        }
    }
}
