//! Which contact records, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{ContactMode, ContactRecord};

/// `ContactRecordFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ContactRecordFilter {
    member_id: Option<String>,
    mode: Option<ContactMode>,
    period: Option<String>,
    has_problem: Option<bool>,
    has_appeal: Option<bool>,
}

impl RecordFilter for ContactRecordFilter {
    type Field = ContactRecordOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("held_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(member) = &self.member_id {
            sql.push(" AND member_id = ").push_bind(member);
        }
        if let Some(mode) = self.mode {
            push_equals(sql, "mode", mode.as_text());
        }
        match self.has_problem {
            Some(true) => sql.push(" AND problem IS NOT NULL"),
            Some(false) => sql.push(" AND problem IS NULL"),
            None => sql,
        };
        match self.has_appeal {
            Some(true) => sql.push(" AND appeal_id IS NOT NULL"),
            Some(false) => sql.push(" AND appeal_id IS NULL"),
            None => sql,
        };
    }
}

record_order! {
    /// Sort keys of contact records.
    ContactRecordOrderField of ContactRecord, HeldOn Descending {
        /// 编号
        Id = "ID": id b"qi",
        /// 日期
        HeldOn = "HELD_ON": held_on b"qh",
    }
}
