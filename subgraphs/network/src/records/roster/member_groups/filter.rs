//! Which groups, and in which order.

use serde::Deserialize;

use super::{MemberGroup, MemberGroupKind, MemberGroupStatus};
use crate::{
    database::{Sql, push_contains, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};

/// `MemberGroupFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct MemberGroupFilter {
    kind: Option<MemberGroupKind>,
    status: Option<MemberGroupStatus>,
    name_contains: Option<String>,
}

impl RecordFilter for MemberGroupFilter {
    type Field = MemberGroupOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(text) = &self.name_contains {
            push_contains(sql, "name", text);
        }
    }
}

record_order! {
    /// Sort keys of groups.
    MemberGroupOrderField of MemberGroup, Id Ascending {
        /// 编号
        Id = "ID": id b"bi",
        /// 成立日期
        FoundedOn = "FOUNDED_ON": founded_on b"bf",
    }
}
