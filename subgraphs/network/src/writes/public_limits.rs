//! How often the public may write: anyone may scan a code and submit an appeal at it, so a flood of
//! them has to end somewhere. Scans and appeals are counted apart: a busy door leaves room to speak. Counted for each code, and for each address that the gateway saw, in memory: token
//! buckets that refill over an hour.

use std::{num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, MonotonicClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::PublicWrite;
use crate::answer::FieldError;

/// Keys that are counted apart. Beyond it, new ones share one count: they are a flood.
const MAX_KEYS: usize = 1 << 16;
/// The count that they share.
const OTHERS: &str = "";

/// 公众可以多常写入（扫码、扫码说事）。 / How often the public may write (scans of a code, appeals at it).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PublicWriteRules {
    /// 每个码每小时至多几次。缺省 120。 / At each code, in an hour. Default 120.
    pub per_code_per_hour: NonZeroU32,
    /// 每个网络地址每小时至多几次；地址由网关给出，且不可还原。缺省 20。 / From each network address, in an hour; the gateway tells addresses apart without telling what they are. Default 20.
    pub per_address_per_hour: NonZeroU32,
    /// 每个码每小时至多计多少次扫码。缺省 600。 / Scans that are counted of each code, in an hour. Default 600.
    pub scans_per_code_per_hour: NonZeroU32,
    /// 每个网络地址每小时至多计多少次扫码。缺省 60。 / Scans that are counted from each network address, in an hour. Default 60.
    pub scans_per_address_per_hour: NonZeroU32,
}

impl Default for PublicWriteRules {
    fn default() -> Self {
        const PER_CODE: NonZeroU32 = NonZeroU32::new(120).expect("120 is not 0");
        const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(20).expect("20 is not 0");
        const SCANS_PER_CODE: NonZeroU32 = NonZeroU32::new(600).expect("600 is not 0");
        const SCANS_PER_ADDRESS: NonZeroU32 = NonZeroU32::new(60).expect("60 is not 0");
        Self {
            per_code_per_hour: PER_CODE,
            per_address_per_hour: PER_ADDRESS,
            scans_per_code_per_hour: SCANS_PER_CODE,
            scans_per_address_per_hour: SCANS_PER_ADDRESS,
        }
    }
}

/// What was written of late, under one policy.
pub(crate) struct PublicLimits<C: Clock = MonotonicClock> {
    rules: PublicWriteRules,
    appeals: Limits<C>,
    scans: Limits<C>,
}

/// What was written of late, of one kind.
struct Limits<C: Clock> {
    by_code: Buckets<C>,
    by_address: Buckets<C>,
}

struct Buckets<C: Clock> {
    limiter:
        RateLimiter<String, HashMapStateStore<String>, C, NoOpMiddleware<<C as Clock>::Instant>>,
    clock: C,
    max_keys: usize,
}

impl PublicLimits {
    /// Nothing was written yet.
    pub(crate) fn new(rules: PublicWriteRules) -> Self {
        Self::with_clock(rules, &MonotonicClock, MAX_KEYS)
    }
}

impl<C: Clock + Clone> PublicLimits<C> {
    fn with_clock(rules: PublicWriteRules, clock: &C, max_keys: usize) -> Self {
        let limits = |per_code, per_address| Limits {
            by_code: Buckets::new(per_code, clock.clone(), max_keys),
            by_address: Buckets::new(per_address, clock.clone(), max_keys),
        };
        Self {
            appeals: limits(rules.per_code_per_hour, rules.per_address_per_hour),
            scans: limits(rules.scans_per_code_per_hour, rules.scans_per_address_per_hour),
            rules,
        }
    }

    /// The rules.
    pub(crate) fn rules(&self) -> &PublicWriteRules {
        &self.rules
    }

    /// Counts one write at `code` from `address`, where that is known.
    ///
    /// # Errors
    /// [`FieldError::TooOften`] if there were too many.
    pub(crate) fn count(
        &self,
        write: PublicWrite,
        code: &str,
        address: Option<&str>,
    ) -> Result<(), FieldError> {
        let limits = match write {
            PublicWrite::Appeal => &self.appeals,
            PublicWrite::Scan => &self.scans,
        };
        // The address first, so that one that is refused takes nothing from the others at the code.
        if let Some(address) = address {
            limits.by_address.count(address)?;
        }
        limits.by_code.count(code)
    }
}

impl<C: Clock + Clone> Buckets<C> {
    fn new(per_hour: NonZeroU32, clock: C, max_keys: usize) -> Self {
        let limiter =
            RateLimiter::new(Quota::per_hour(per_hour), Default::default(), clock.clone());
        Self { limiter, clock, max_keys }
    }

    fn count(&self, key: &str) -> Result<(), FieldError> {
        if self.limiter.len() >= self.max_keys {
            // Those that are full again.
            self.limiter.retain_recent();
        }
        let key = if self.limiter.len() < self.max_keys { key } else { OTHERS };
        self.limiter.check_key(&key.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            FieldError::TooOften { retry_after_seconds: ceil_seconds(wait) }
        })
    }
}

fn ceil_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl<C: Clock> std::fmt::Debug for PublicLimits<C> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PublicLimits").field("rules", &self.rules).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn rules(per_code: u32, per_address: u32) -> PublicWriteRules {
        let count = |count| NonZeroU32::new(count).expect("not 0");
        PublicWriteRules {
            per_code_per_hour: count(per_code),
            per_address_per_hour: count(per_address),
            scans_per_code_per_hour: count(1),
            scans_per_address_per_hour: count(1),
        }
    }

    fn wait(counted: Result<(), FieldError>) -> Option<u64> {
        match counted {
            Ok(()) => None,
            Err(FieldError::TooOften { retry_after_seconds }) => Some(retry_after_seconds),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_code_and_each_address_has_a_bucket_that_refills_over_an_hour() {
        let clock = FakeRelativeClock::default();
        let limits = PublicLimits::with_clock(rules(3, 2), &clock, MAX_KEYS);
        for _ in 0..2 {
            assert_eq!(wait(limits.count(PublicWrite::Appeal, "c", Some("a"))), None);
        }
        assert_eq!(wait(limits.count(PublicWrite::Appeal, "c", Some("a"))), Some(1_800));
        assert_eq!(
            wait(limits.count(PublicWrite::Appeal, "d", Some("a"))),
            Some(1_800),
            "another code is no way out"
        );
        assert_eq!(
            wait(limits.count(PublicWrite::Appeal, "c", Some("b"))),
            None,
            "the refused ones took nothing"
        );
        assert_eq!(
            wait(limits.count(PublicWrite::Appeal, "c", Some("e"))),
            Some(1_200),
            "nor is another address"
        );
        assert_eq!(wait(limits.count(PublicWrite::Appeal, "c", None)), Some(1_200), "nor is none");
        assert_eq!(wait(limits.count(PublicWrite::Appeal, "d", None)), None);
        clock.advance(Duration::from_secs(1_800));
        assert_eq!(wait(limits.count(PublicWrite::Appeal, "c", Some("a"))), None);
    }

    #[test]
    fn scans_and_appeals_take_nothing_from_each_other() {
        let clock = FakeRelativeClock::default();
        let limits = PublicLimits::with_clock(rules(1, 1), &clock, MAX_KEYS);
        for write in [PublicWrite::Scan, PublicWrite::Appeal] {
            assert_eq!(wait(limits.count(write, "c", Some("a"))), None, "{write:?}");
            assert_eq!(wait(limits.count(write, "c", Some("a"))), Some(3_600), "{write:?}");
        }
    }

    #[test]
    fn a_flood_of_addresses_shares_one_bucket_and_forgets_none_that_is_counted() {
        let clock = FakeRelativeClock::default();
        let limits = PublicLimits::with_clock(rules(1_000, 1), &clock, 2);
        for address in ["a", "b", "c"] {
            assert_eq!(
                wait(limits.count(PublicWrite::Appeal, "c", Some(address))),
                None,
                "{address}"
            );
        }
        assert_eq!(
            wait(limits.count(PublicWrite::Appeal, "c", Some("d"))),
            Some(3_600),
            "it shares with c"
        );
        clock.advance(Duration::from_secs(3_600));
        assert_eq!(
            wait(limits.count(PublicWrite::Appeal, "c", Some("d"))),
            None,
            "there is room again"
        );
    }
}
