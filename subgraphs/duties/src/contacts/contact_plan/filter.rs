//! Which contact plans, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{ContactPlan, ContactPlanStatus};
use crate::contacts::ContactMode;

/// `ContactPlanFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ContactPlanFilter {
    member_id: Option<String>,
    year: Option<i64>,
    mode: Option<ContactMode>,
    status: Option<ContactPlanStatus>,
    is_fulfilled: Option<bool>,
}

impl RecordFilter for ContactPlanFilter {
    type Field = ContactPlanOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(member) = &self.member_id {
            sql.push(" AND member_id = ").push_bind(member);
        }
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
        if let Some(mode) = self.mode {
            push_equals(sql, "mode", mode.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(is_fulfilled) = self.is_fulfilled {
            let compared = if is_fulfilled { "<=" } else { ">" };
            sql.push(format_args!(
                " AND frequency {compared} (SELECT COUNT(*) FROM contact_records \
                 WHERE contact_records.plan_id = contact_plans.id)"
            ));
        }
    }
}

record_order! {
    /// Sort keys of contact plans.
    ContactPlanOrderField of ContactPlan, Id Ascending {
        /// 编号
        Id = "ID": id b"yi",
        /// 年份
        Year = "YEAR": year b"yy",
    }
}
