//! The figures of a roll-up. A group that was not asked for is empty.

use qianzhan_network::RegionCode;
use sqlx::FromRow;

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct EconomyTally {
    pub(super) contacts: ContactFigures,
    pub(super) groups: GroupFigures,
    pub(super) by_city: Vec<CityEnterpriseTally>,
}

/// Figures of contacts.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct ContactFigures {
    pub(super) enterprises: i64,
    pub(super) visited: i64,
    pub(super) persons_reached: i64,
    pub(super) members: i64,
    pub(super) directors: i64,
    pub(super) forms_overdue: i64,
    pub(super) problems_resolved: i64,
}

/// Figures of groups.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct GroupFigures {
    pub(super) groups: i64,
    pub(super) meetings: i64,
    pub(super) reports: i64,
    pub(super) lists: i64,
}

/// The enterprises of one city.
#[derive(Debug, Clone, FromRow)]
pub(super) struct CityEnterpriseTally {
    pub(super) city_code: RegionCode,
    pub(super) enterprises: i64,
    pub(super) visited: i64,
}
