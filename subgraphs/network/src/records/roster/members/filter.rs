//! Which members, and in which order.

use serde::Deserialize;

use super::{Member, OfficeRole, SeatStatus, SectorCode};
use crate::{
    database::{Sql, push_contains, push_equals},
    record_order,
    region::{Level, RecordFilter, RowPlace},
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
    special_committee: Option<String>,
    is_placed: Option<bool>,
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
        if let Some(name) = &self.special_committee {
            sql.push(" AND special_committee = ").push_bind(name);
        }
        match self.is_placed {
            Some(true) => sql.push(" AND special_committee IS NOT NULL"),
            Some(false) => sql.push(" AND special_committee IS NULL"),
            None => sql,
        };
    }
}

record_order! {
    /// Sort keys of members.
    MemberOrderField of Member, Id Ascending {
        /// 编号
        Id = "ID": id b"mi",
        /// 姓名
        Name = "NAME": name b"mn",
        /// 履职得分
        DutyScore = "DUTY_SCORE": duty_score b"md",
        /// 任职起始日
        Since = "SINCE": since b"ms",
    }
}
