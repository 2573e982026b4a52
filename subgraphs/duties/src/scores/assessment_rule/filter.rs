//! Which assessment rules, and in which order.

use qianzhan_network::{
    database::Sql,
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::AssessmentRule;

/// `AssessmentRuleFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct AssessmentRuleFilter {
    year: Option<i64>,
}

impl RecordFilter for AssessmentRuleFilter {
    type Field = AssessmentRuleOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
    }
}

record_order! {
    /// Sort keys of assessment rules.
    AssessmentRuleOrderField of AssessmentRule, Id Ascending {
        /// 编号
        Id = "ID": id b"wi",
        /// 年份
        Year = "YEAR": year b"wy",
    }
}
