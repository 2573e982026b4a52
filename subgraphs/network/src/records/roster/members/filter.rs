//! Which members, and in which order.

use serde::Deserialize;

use super::{Member, OfficeRole, SeatStatus, SectorCode};
use crate::{
    database::{Sql, push_contains, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{Level, RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `MemberFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct MemberFilter {
    level: Option<Level>,
    sectors: Option<Vec<SectorCode>>,
    status: Option<SeatStatus>,
    office: Option<OfficeRole>,
    min_duty_score: Option<f64>,
    name_contains: Option<String>,
}

impl RecordFilter for MemberFilter {
    type Field = MemberOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(level) = self.level {
            push_equals(sql, "level", level.as_text());
        }
        if let Some(sectors) = &self.sectors {
            sql.push(" AND sector IN ");
            sql.push_keys(sectors);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(office) = self.office {
            push_equals(sql, "office", office.as_text());
        }
        if let Some(score) = self.min_duty_score {
            sql.push(" AND duty_score >= ").push_bind(score);
        }
        if let Some(text) = &self.name_contains {
            push_contains(sql, "name", text);
        }
    }
}

text_enum! {
    /// Sort keys of members.
    MemberOrderField {
        /// 编号
        Id = "ID",
        /// 姓名
        Name = "NAME",
        /// 履职得分
        DutyScore = "DUTY_SCORE",
        /// 任职起始日
        Since = "SINCE",
    }
}

impl OrderField for MemberOrderField {
    type Record = Member;

    const DEFAULT: Order<Self> = Order { field: Self::Id, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"mi", "id", KeyKind::Text),
            Self::Name => SortColumn::new(*b"mn", "name", KeyKind::Text),
            Self::DutyScore => SortColumn::nullable(*b"md", "duty_score", KeyKind::Real),
            Self::Since => SortColumn::new(*b"ms", "since", KeyKind::Text),
        }
    }

    fn key_of(self, member: &Member) -> SortKey {
        match self {
            Self::Id => SortKey::Text(member.id.to_string()),
            Self::Name => SortKey::Text(member.name.clone()),
            Self::DutyScore => member.duty_score.map_or(SortKey::Missing, SortKey::Real),
            Self::Since => SortKey::Text(member.since.to_string()),
        }
    }
}
