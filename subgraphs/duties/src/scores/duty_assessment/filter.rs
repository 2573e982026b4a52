//! Which assessments, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{DutyAssessment, DutyAssessmentStatus};

/// `DutyAssessmentFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DutyAssessmentFilter {
    member_id: Option<String>,
    period: Option<String>,
    status: Option<DutyAssessmentStatus>,
}

impl RecordFilter for DutyAssessmentFilter {
    type Field = DutyAssessmentOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(member) = &self.member_id {
            sql.push(" AND member_id = ").push_bind(member);
        }
        if let Some(period) = &self.period {
            sql.push(" AND period = ").push_bind(period);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
    }
}

record_order! {
    /// Sort keys of assessments.
    DutyAssessmentOrderField of DutyAssessment, Id Ascending {
        /// 编号
        Id = "ID": id b"si",
        /// 得分
        Score = "SCORE": score b"ss",
    }
}
