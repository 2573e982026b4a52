//! The figures of a roll-up. A group that was not asked for is empty.

use qianzhan_network::records::members::SectorCode;
use sqlx::FromRow;

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct ActivityTally {
    pub(super) meetings: MeetingFigures,
    pub(super) activities: ActivityFigures,
    pub(super) surveys: i64,
    pub(super) reports: ReportFigures,
    pub(super) by_host: Vec<HostTally>,
    pub(super) by_sector: Vec<ActivitySectorTally>,
}

/// Figures of the meetings held.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct MeetingFigures {
    pub(super) meetings: i64,
    pub(super) members: i64,
    pub(super) suggestions: i64,
    pub(super) adopted: i64,
    pub(super) on_topics_from_below: i64,
}

/// Figures of the sector activities held.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct ActivityFigures {
    pub(super) activities: i64,
    pub(super) members: i64,
    pub(super) public: i64,
    pub(super) suggestions: i64,
    pub(super) adopted: i64,
    pub(super) joint: i64,
}

/// Figures of the reports of surveys.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct ReportFigures {
    pub(super) submitted: i64,
    pub(super) adopted: i64,
    pub(super) referred: i64,
    pub(super) handled: i64,
    pub(super) aspects: i64,
    pub(super) suggestions: i64,
}

/// Figures of one special committee.
#[derive(Debug, Clone, Default)]
pub(super) struct HostTally {
    pub(super) host: String,
    pub(super) meetings: i64,
    pub(super) meeting_members: i64,
    pub(super) meeting_adopted: i64,
    pub(super) activities: i64,
    pub(super) members: i64,
    pub(super) public: i64,
    pub(super) suggestions: i64,
    pub(super) adopted: i64,
    pub(super) problems_solved: i64,
}

/// Figures of one sector.
#[derive(Debug, Clone, FromRow)]
pub(super) struct ActivitySectorTally {
    pub(super) sector: SectorCode,
    pub(super) activities: i64,
    pub(super) public: i64,
}
