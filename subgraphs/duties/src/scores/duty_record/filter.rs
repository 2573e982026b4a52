//! Which duty records, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::DutyRecord;
use crate::scores::DutyItem;

/// `DutyRecordFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DutyRecordFilter {
    member_id: Option<String>,
    item: Option<DutyItem>,
    period: Option<String>,
}

impl RecordFilter for DutyRecordFilter {
    type Field = DutyRecordOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("done_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(member) = &self.member_id {
            sql.push(" AND member_id = ").push_bind(member);
        }
        if let Some(item) = self.item {
            push_equals(sql, "item", item.as_text());
        }
    }
}

record_order! {
    /// Sort keys of duty records.
    DutyRecordOrderField of DutyRecord, DoneOn Descending {
        /// 编号
        Id = "ID": id b"ui",
        /// 日期
        DoneOn = "DONE_ON": done_on b"ud",
    }
}
