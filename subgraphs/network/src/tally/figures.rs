//! The figures of a roll-up. `None` of a group: not asked for, or not to be told at this scope.

use crate::{
    date::Date,
    records::{
        codes::CodeBearer,
        consultation_events::ConsultationKind,
        member_groups::MemberGroupKind,
        members::SectorCode,
        platforms::{PlatformKind, SixHasItem},
        topics::TopicSource,
    },
};

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(super) committees: Option<i64>,
    pub(super) seats: Option<SeatFigures>,
    pub(super) distinct_persons: Option<i64>,
    pub(super) person_set: Option<String>,
    pub(super) places: Option<PlaceFigures>,
    pub(super) plaques: Option<i64>,
    pub(super) deployments: Option<i64>,
    pub(super) topics_collected: Option<i64>,
    pub(super) events: Option<EventFigures>,
    pub(super) opinion_reports: Option<i64>,
    pub(super) appeals: Option<i64>,
    pub(super) any_township_without_station: Option<bool>,
    pub(super) placed_members: Option<i64>,
    pub(super) committees_with_codes: Option<i64>,
    pub(super) coded_members: Option<i64>,
    pub(super) coded_places: Option<i64>,
    pub(super) code_scans: Option<i64>,
    pub(super) places_awaiting_check: Option<i64>,
    pub(super) by_code_bearer: Vec<CodeBearerTally>,
    pub(super) by_member_group_kind: Vec<MemberGroupKindTally>,
    pub(super) by_six_has_item: Vec<SixHasItemTally>,
    pub(super) by_special_committee: Vec<SpecialCommitteeTally>,
    pub(super) by_platform_kind: Vec<PlatformKindTally>,
    pub(super) by_sector: Vec<SectorTally>,
    pub(super) by_month: Vec<MonthTally>,
    pub(super) by_topic_source: Vec<TopicSourceTally>,
    pub(super) by_consultation_kind: Vec<ConsultationKindTally>,
}

/// Figures of the seats in office.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SeatFigures {
    pub(super) members: i64,
    pub(super) scored_members: i64,
    pub(super) mean_duty_score: Option<f64>,
    pub(super) min_duty_score: Option<f64>,
    pub(super) max_duty_score: Option<f64>,
}

/// Figures of places.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PlaceFigures {
    pub(super) places: i64,
    pub(super) compliant_places: i64,
    /// Null where there is no place.
    pub(super) all_compliant: Option<bool>,
}

/// Figures of the events held.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct EventFigures {
    pub(super) events: i64,
    pub(super) member_participations: i64,
    pub(super) resident_participations: i64,
    pub(super) suggestions_collected: i64,
    pub(super) problems_found: i64,
    pub(super) problems_solved: i64,
    pub(super) mean_members_present: Option<f64>,
    pub(super) first_event_on: Option<Date>,
    pub(super) last_event_on: Option<Date>,
}

/// Figures of one kind of platform.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct PlatformKindTally {
    pub(super) kind: PlatformKind,
    pub(super) plaques: i64,
    pub(super) compliant_places: i64,
    pub(super) coded_places: i64,
}

/// Figures of the codes of one kind of bearer.
#[derive(Debug, Clone)]
pub(crate) struct CodeBearerTally {
    pub(super) bearer: CodeBearer,
    pub(super) codes: i64,
    pub(super) scans: i64,
    pub(super) appeals: i64,
}

/// Figures of one kind of group of members.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct MemberGroupKindTally {
    pub(super) kind: MemberGroupKind,
    pub(super) groups: i64,
    pub(super) members: i64,
}

/// Places that lack one of the six.
#[derive(Debug, Clone)]
pub(crate) struct SixHasItemTally {
    pub(super) item: SixHasItem,
    pub(super) lacking: i64,
}

/// Figures of one special committee.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct SpecialCommitteeTally {
    pub(super) name: String,
    pub(super) members: i64,
}

/// Figures of one sector.
#[derive(Debug, Clone)]
pub(crate) struct SectorTally {
    pub(super) sector: SectorCode,
    /// Not told below a county: seats belong to committees.
    pub(super) members: Option<i64>,
    pub(super) participations: Option<i64>,
}

/// Figures of one month.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct MonthTally {
    pub(super) month: String,
    pub(super) events: i64,
    pub(super) member_participations: i64,
    pub(super) suggestions_collected: i64,
    pub(super) problems_solved: i64,
}

/// Figures of one source of topics.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct TopicSourceTally {
    pub(super) source: TopicSource,
    pub(super) collected: i64,
    pub(super) consulted: i64,
}

/// Figures of one kind of consultation.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct ConsultationKindTally {
    pub(super) kind: ConsultationKind,
    pub(super) events: i64,
    pub(super) problems_solved: i64,
}
