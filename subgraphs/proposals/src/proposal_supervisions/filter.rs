//! Which supervisions of proposals, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{ProposalSupervision, SupervisionKind, SupervisionStatus};

/// `ProposalSupervisionFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ProposalSupervisionFilter {
    period: Option<String>,
    kind: Option<SupervisionKind>,
    status: Option<SupervisionStatus>,
    leader: Option<String>,
    has_sector_public: Option<bool>,
}

impl RecordFilter for ProposalSupervisionFilter {
    type Field = ProposalSupervisionOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("held_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(leader) = &self.leader {
            sql.push(" AND leader = ").push_bind(leader);
        }
        if let Some(has_sector_public) = self.has_sector_public {
            sql.push(" AND has_sector_public = ").push_bind(has_sector_public);
        }
    }
}

text_enum! {
    /// Sort keys of supervisions of proposals.
    ProposalSupervisionOrderField {
        /// 编号
        Id = "ID",
        /// 日期
        HeldOn = "HELD_ON",
    }
}

impl OrderField for ProposalSupervisionOrderField {
    type Record = ProposalSupervision;

    const DEFAULT: Order<Self> =
        Order { field: Self::HeldOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::HeldOn => SortColumn::new(*b"sh", "held_on", KeyKind::Text),
            Self::Id => SortColumn::new(*b"si", "id", KeyKind::Text),
        }
    }

    fn key_of(self, proposal_supervision: &ProposalSupervision) -> SortKey {
        match self {
            Self::HeldOn => SortKey::Text(proposal_supervision.held_on.to_string()),
            Self::Id => SortKey::Text(proposal_supervision.id.to_string()),
        }
    }
}
