//! The figures of a roll-up. A group that was not asked for is empty.

use qianzhan_network::records::members::SectorCode;
use sqlx::FromRow;

use crate::proposals::{ProposalKind, ProposalStatus};

/// A roll-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProposalTally {
    pub(super) proposals: ProposalFigures,
    pub(super) overdue: i64,
    pub(super) supervisions: SupervisionFigures,
    pub(super) supervised_not_done: i64,
    pub(super) by_kind: Vec<ProposalKindTally>,
    pub(super) by_status: Vec<ProposalStatusTally>,
    pub(super) by_sector: Vec<SectorProposalTally>,
    pub(super) by_unit: Vec<HandlingUnitTally>,
    pub(super) by_leader: Vec<LeaderTally>,
}

/// Figures of the proposals submitted.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct ProposalFigures {
    pub(super) proposals: i64,
    pub(super) key_proposals: i64,
    pub(super) without_survey: i64,
    pub(super) from_appeals: i64,
    pub(super) replied: i64,
}

/// Figures of the supervisions held.
#[derive(Debug, Clone, Default, FromRow)]
pub(super) struct SupervisionFigures {
    pub(super) supervisions: i64,
    pub(super) with_sector_public: i64,
}

/// Proposals of one kind.
#[derive(Debug, Clone, FromRow)]
pub(super) struct ProposalKindTally {
    pub(super) kind: ProposalKind,
    pub(super) proposals: i64,
}

/// Proposals of one status.
#[derive(Debug, Clone, FromRow)]
pub(super) struct ProposalStatusTally {
    pub(super) status: ProposalStatus,
    pub(super) proposals: i64,
}

/// Proposals of one sector.
#[derive(Debug, Clone, FromRow)]
pub(super) struct SectorProposalTally {
    pub(super) sector: SectorCode,
    pub(super) proposals: i64,
}

/// Proposals of one unit.
#[derive(Debug, Clone, FromRow)]
pub(super) struct HandlingUnitTally {
    pub(super) unit: String,
    pub(super) proposals: i64,
    pub(super) replied: i64,
    pub(super) overdue: i64,
}

/// Proposals whose supervision one leader leads.
#[derive(Debug, Clone, FromRow)]
pub(super) struct LeaderTally {
    pub(super) leader: String,
    pub(super) proposals: i64,
}
