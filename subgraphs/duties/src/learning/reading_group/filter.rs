//! Which reading groups, and in which order.

use qianzhan_network::{
    database::Sql,
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::ReadingGroup;

/// `ReadingGroupFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ReadingGroupFilter {
    is_main: Option<bool>,
    is_online: Option<bool>,
}

impl RecordFilter for ReadingGroupFilter {
    type Field = ReadingGroupOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        match self.is_main {
            Some(true) => sql.push(" AND parent_id IS NULL"),
            Some(false) => sql.push(" AND parent_id IS NOT NULL"),
            None => sql,
        };
        if let Some(is_online) = self.is_online {
            sql.push(" AND is_online = ").push_bind(is_online);
        }
    }
}

record_order! {
    /// Sort keys of reading groups.
    ReadingGroupOrderField of ReadingGroup, Id Ascending {
        /// 编号
        Id = "ID": id b"ri",
        /// 建立日期
        FoundedOn = "FOUNDED_ON": founded_on b"rf",
    }
}
