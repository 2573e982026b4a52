//! The figures of a roll-up. A group that was not asked for is empty.

use sqlx::FromRow;

use crate::{friday_matters::Difficulty, mediation_cases::MediationKind};

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct CountyTally {
    pub(super) mediation: MediationFigures,
    pub(super) friday: FridayFigures,
    pub(super) friday_meetings: i64,
    pub(super) micro: MicroFigures,
    pub(super) councils: CouncilFigures,
    pub(super) by_mediation_kind: Vec<MediationKindTally>,
    pub(super) open_by_difficulty: Vec<DifficultyTally>,
    pub(super) by_sector_group: Vec<SectorGroupTally>,
}

/// Figures of mediation.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct MediationFigures {
    pub(super) cases: i64,
    pub(super) resolved: i64,
    pub(super) closed: i64,
    pub(super) mean_minutes: Option<f64>,
}

/// Figures of the Friday ledger.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct FridayFigures {
    pub(super) matters: i64,
    pub(super) handled: i64,
    pub(super) rated: i64,
    pub(super) mean_days: Option<f64>,
    pub(super) mean_rating: Option<f64>,
}

/// Figures of micro consultation.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct MicroFigures {
    pub(super) consultations: i64,
    pub(super) problems_solved: i64,
    pub(super) opinion_reports: i64,
    pub(super) proposals: i64,
}

/// Figures of councils.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct CouncilFigures {
    pub(super) councils: i64,
    pub(super) without_room: i64,
    pub(super) without_deployed: i64,
}

/// Cases of one kind.
#[derive(Debug, Clone, FromRow)]
pub(super) struct MediationKindTally {
    pub(super) kind: MediationKind,
    pub(super) cases: i64,
    pub(super) resolved: i64,
}

/// Matters of one difficulty.
#[derive(Debug, Clone, FromRow)]
pub(super) struct DifficultyTally {
    pub(super) difficulty: Difficulty,
    pub(super) matters: i64,
}

/// Micro consultations of one sector group.
#[derive(Debug, Clone, FromRow)]
pub(super) struct SectorGroupTally {
    pub(super) sector_group: String,
    pub(super) consultations: i64,
    pub(super) problems_solved: i64,
    pub(super) opinion_reports: i64,
    pub(super) proposals: i64,
}
