//! Which training sessions, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{TrainingKind, TrainingSession, TrainingStatus};

/// `TrainingSessionFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TrainingSessionFilter {
    kind: Option<TrainingKind>,
    status: Option<TrainingStatus>,
    period: Option<String>,
}

impl RecordFilter for TrainingSessionFilter {
    type Field = TrainingSessionOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("held_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(kind) = self.kind {
            push_equals(sql, "kind", kind.as_text());
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
    }
}

record_order! {
    /// Sort keys of training sessions.
    TrainingSessionOrderField of TrainingSession, HeldOn Descending {
        /// 编号
        Id = "ID": id b"ji",
        /// 日期
        HeldOn = "HELD_ON": held_on b"jh",
    }
}
