//! A station head's report of a year.

use qianzhan_network::{
    Date, RecordId, impl_record, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable},
    text_enum,
};
use sqlx::FromRow;

use crate::stations::DutyGrade;

/// A report of a station head.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct StationHeadReport {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The station, of this committee.
    pub platform_id: RecordId,
    /// The year.
    pub year: i64,
    /// The station head.
    pub head: String,
    /// The report.
    pub text: String,
    /// How far it has come.
    pub status: StationHeadReportStatus,
    /// Grade; given exactly where it was graded.
    pub grade: Option<DutyGrade>,
    /// Day on which it was submitted.
    pub submitted_on: Date,
    /// Day on which it was graded.
    pub graded_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far a report has come.
    StationHeadReportStatus {
        /// 提交
        Submitted = "SUBMITTED",
        /// 评议
        Graded = "GRADED",
    }
}

impl_record!(
    StationHeadReport,
    "StationHeadReport",
    "station_head_reports",
    [
        id,
        committee_id,
        platform_id,
        year,
        head,
        text,
        status,
        grade,
        submitted_on,
        graded_on,
        version,
        is_generated,
    ]
);
impl_writable_record!(StationHeadReport);

impl Searchable for StationHeadReport {
    const KIND: SearchKind = SearchKind::StationHeadReport;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: String::new(),
            text: self.text.clone(),
        }
    }
}
