//! Writes of reports of station heads: submitted once for a station and year, and graded.

use qianzhan_network::{
    RecordId,
    database::Sql,
    records::platforms::{Platform, PlatformStatus},
    search::insert_indexed,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{StationHeadReport, StationHeadReportStatus};
use crate::{
    checks::{CLERKS, LEADERS, MAX_NAME_CHARACTERS, MAX_REPORT_CHARACTERS, check_year},
    stations::DutyGrade,
};

/// 提交 → 评议.
const MOVES: Moves<StationHeadReportStatus> = {
    use StationHeadReportStatus::{Graded, Submitted};
    Moves(&[(Submitted, &[Graded])])
};

/// `SubmitStationHeadReportInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SubmitStationHeadReport {
    platform_id: String,
    year: i64,
    head: String,
    text: String,
}

impl Mutation for SubmitStationHeadReport {
    const FIELD: &'static str = "submitStationHeadReport";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = CLERKS;
    type Record = StationHeadReport;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<StationHeadReport, Refusal> {
        let at = ["input", "platformId"];
        let platform = writing.own_record::<Platform>(&at, Some(&self.platform_id)).await?;
        check_year(writing, self.year);
        if let Some(platform) = &platform {
            self.check_station(writing, platform).await?;
        }
        let head = writing.text(&["input", "head"], &self.head, MAX_NAME_CHARACTERS);
        let text = writing.text(&["input", "text"], &self.text, MAX_REPORT_CHARACTERS);
        writing.check()?;
        let platform = platform.ok_or_else(|| UserError::not_found(&at))?;
        let report = StationHeadReport {
            id: writing.new_id(),
            committee_id: platform.committee_id,
            platform_id: platform.id,
            year: self.year,
            head,
            text,
            status: StationHeadReportStatus::Submitted,
            grade: None,
            submitted_on: writing.today,
            graded_on: None,
            version: 1,
            is_generated: false,
        };
        insert_indexed(writing.transaction, std::slice::from_ref(&report)).await?;
        Ok(report)
    }
}

impl SubmitStationHeadReport {
    /// A workstation that stands, and has no report of the year.
    async fn check_station(
        &self,
        writing: &mut Writing<'_>,
        platform: &Platform,
    ) -> Result<(), Refusal> {
        let mut sql =
            Sql::new("SELECT COUNT(*) FROM plaques WHERE kind = 'WORKSTATION' AND platform_id = ");
        sql.push_bind(platform.id.clone());
        let (plaques,): (i64,) = writing.transaction.fetch_one(sql).await?;
        if plaques == 0 || platform.status == PlatformStatus::Withdrawn {
            let (zh, en) = ("不是在用的委员工作站", "no workstation that stands");
            writing.invalid(&["input", "platformId"], zh, en);
        }
        let mut sql = Sql::new("SELECT COUNT(*) FROM station_head_reports WHERE year = ");
        sql.push_bind(self.year).push(" AND platform_id = ").push_bind(platform.id.clone());
        let (reports,): (i64,) = writing.transaction.fetch_one(sql).await?;
        if reports > 0 {
            let (zh, en) = ("此年已有述职", "there is a report of the year");
            let at = ["input", "year"];
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
        }
        Ok(())
    }
}

/// `GradeStationHeadReportInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GradeStationHeadReport {
    expected_version: i64,
    grade: DutyGrade,
}

impl Mutation for GradeStationHeadReport {
    const FIELD: &'static str = "gradeStationHeadReport";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = LEADERS;
    type Record = StationHeadReport;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<StationHeadReport, Refusal> {
        let seen: StationHeadReport = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, StationHeadReportStatus::Graded);
        writing.check()?;
        let report = StationHeadReport {
            status: StationHeadReportStatus::Graded,
            grade: Some(self.grade),
            graded_on: Some(writing.today),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &report, "id", &report.id).await?;
        Ok(report)
    }
}
