//! Which charges, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{ChargeKind, ChargeTargetKind, LeaderCharge};

/// `LeaderChargeFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LeaderChargeFilter {
    leader_id: Option<String>,
    kind: Option<ChargeKind>,
    target_kind: Option<ChargeTargetKind>,
    is_current: Option<bool>,
}

impl RecordFilter for LeaderChargeFilter {
    type Field = LeaderChargeOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(leader) = &self.leader_id {
            sql.push(" AND leader_id = ").push_bind(leader);
        }
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(kind) = self.target_kind {
            push_equals(sql, "target_kind", kind.as_text());
        }
        match self.is_current {
            Some(true) => sql.push(" AND to_on IS NULL"),
            Some(false) => sql.push(" AND to_on IS NOT NULL"),
            None => sql,
        };
    }
}

record_order! {
    /// Sort keys of charges.
    LeaderChargeOrderField of LeaderCharge, Id Ascending {
        /// 编号
        Id = "ID": id b"li",
        /// 起始日
        From = "FROM": from_on b"lf",
    }
}
