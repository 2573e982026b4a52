//! Which reports of station heads, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{StationHeadReport, StationHeadReportStatus};
use crate::stations::DutyGrade;

/// `StationHeadReportFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct StationHeadReportFilter {
    year: Option<i64>,
    status: Option<StationHeadReportStatus>,
    grade: Option<DutyGrade>,
}

impl RecordFilter for StationHeadReportFilter {
    type Field = StationHeadReportOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(grade) = self.grade {
            push_equals(sql, "grade", grade.as_text());
        }
    }
}

record_order! {
    /// Sort keys of reports of station heads.
    StationHeadReportOrderField of StationHeadReport, Id Ascending {
        /// 编号
        Id = "ID": id b"hi",
        /// 提交日期
        SubmittedOn = "SUBMITTED_ON": submitted_on b"hs",
    }
}
