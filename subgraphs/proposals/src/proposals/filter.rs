//! Which proposals, and in which order.

use qianzhan_network::{
    Date,
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    records::members::SectorCode,
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{Proposal, ProposalKind, ProposalStatus};

/// `ProposalFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ProposalFilter {
    period: Option<String>,
    kind: Option<ProposalKind>,
    status: Option<ProposalStatus>,
    sector: Option<SectorCode>,
    is_key: Option<bool>,
    has_survey: Option<bool>,
    from_appeal: Option<bool>,
    session_no: Option<i64>,
    handling_unit: Option<String>,
    overdue_on: Option<Date>,
    title_contains: Option<String>,
}

impl RecordFilter for ProposalFilter {
    type Field = ProposalOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("submitted_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(sector) = self.sector {
            push_equals(sql, "sector", sector.as_text());
        }
        if let Some(is_key) = self.is_key {
            sql.push(" AND is_key = ").push_bind(is_key);
        }
        if let Some(has_survey) = self.has_survey {
            sql.push(if has_survey {
                " AND survey_id IS NOT NULL"
            } else {
                " AND survey_id IS NULL"
            });
        }
        if let Some(from_appeal) = self.from_appeal {
            sql.push(if from_appeal {
                " AND source_appeal_id IS NOT NULL"
            } else {
                " AND source_appeal_id IS NULL"
            });
        }
        if let Some(session_no) = self.session_no {
            sql.push(" AND session_no = ").push_bind(session_no);
        }
        if let Some(handling_unit) = &self.handling_unit {
            sql.push(" AND id IN (SELECT proposal_id FROM proposal_units WHERE unit = ")
                .push_bind(handling_unit)
                .push(")");
        }
        if let Some(overdue_on) = self.overdue_on {
            sql.push(" AND id IN (SELECT proposal_id FROM proposal_units WHERE NOT is_replied AND due_on < ").push_bind(overdue_on).push(")");
        }
        if let Some(text) = &self.title_contains {
            push_contains(sql, "title", text);
        }
    }
}

text_enum! {
    /// Sort keys of proposals.
    ProposalOrderField {
        /// 编号
        Id = "ID",
        /// 征集日期
        CollectedOn = "COLLECTED_ON",
    }
}

impl OrderField for ProposalOrderField {
    type Record = Proposal;

    const DEFAULT: Order<Self> =
        Order { field: Self::CollectedOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::CollectedOn => SortColumn::new(*b"rc", "collected_on", KeyKind::Text),
            Self::Id => SortColumn::new(*b"ri", "id", KeyKind::Text),
        }
    }

    fn key_of(self, proposal: &Proposal) -> SortKey {
        match self {
            Self::CollectedOn => SortKey::Text(proposal.collected_on.to_string()),
            Self::Id => SortKey::Text(proposal.id.to_string()),
        }
    }
}
