//! Which nominations, and in which order.

use serde::Deserialize;

use super::{NominationStatus, SeatNomination};
use crate::{
    database::{Sql, push_equals},
    record_order,
    records::members::SectorCode,
    region::{RecordFilter, RowPlace},
};

/// `SeatNominationFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct SeatNominationFilter {
    status: Option<NominationStatus>,
    sector: Option<SectorCode>,
    period: Option<String>,
}

impl RecordFilter for SeatNominationFilter {
    type Field = SeatNominationOrderField;

    const PLACE: RowPlace = RowPlace::Nowhere;

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("nominated_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(status) = self.status {
            push_equals(sql, "status", status.as_text());
        }
        if let Some(sector) = self.sector {
            push_equals(sql, "sector", sector.as_text());
        }
    }
}

record_order! {
    /// Sort keys of nominations.
    SeatNominationOrderField of SeatNomination, NominatedOn Descending {
        /// 编号
        Id = "ID": id b"vi",
        /// 提名日期
        NominatedOn = "NOMINATED_ON": nominated_on b"vn",
    }
}
