//! Which funds, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    record_order,
    region::{RecordFilter, RowPlace},
};
use serde::Deserialize;

use super::{TownshipFund, TownshipFundStatus};

/// `TownshipFundFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TownshipFundFilter {
    year: Option<i64>,
    status: Option<TownshipFundStatus>,
}

impl RecordFilter for TownshipFundFilter {
    type Field = TownshipFundOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(year) = self.year {
            sql.push(" AND year = ").push_bind(year);
        }
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
    }
}

record_order! {
    /// Sort keys of funds.
    TownshipFundOrderField of TownshipFund, Id Ascending {
        /// 编号
        Id = "ID": id b"zi",
        /// 资金
        AmountYuan = "AMOUNT_YUAN": amount_yuan b"za",
    }
}
