//! Which norms, and in which order.

use qianzhan_network::{
    database::Sql,
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::AnnualDutyQuota;
use crate::scores::DutyItem;

/// `AnnualDutyQuotaFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct AnnualDutyQuotaFilter {
    year: Option<i64>,
    items: Option<Vec<DutyItem>>,
}

impl RecordFilter for AnnualDutyQuotaFilter {
    type Field = AnnualDutyQuotaOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn restrict(&self, sql: &mut Sql) {
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
        if let Some(items) = &self.items {
            sql.push(" AND item IN ").push_keys(items);
        }
    }
}

record_order! {
    /// Sort keys of norms.
    AnnualDutyQuotaOrderField of AnnualDutyQuota, Id Ascending {
        /// 编号
        Id = "ID": id b"ni",
        /// 年份
        Year = "YEAR": year b"ny",
    }
}
