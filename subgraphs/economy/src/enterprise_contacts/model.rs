//! The contact with an enterprise (企业联系“五确定”): who leads, who visits, and what came of it.

use qianzhan_network::{Date, RecordId, RegionCode, text_enum};
use sqlx::FromRow;

/// The contact of a member with an enterprise in one year.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct EnterpriseContact {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Its year.
    pub year: i64,
    /// The director or deputy director who leads the member.
    pub director_id: RecordId,
    /// The member who contacts it; may be another site's.
    pub member_id: RecordId,
    /// Its name.
    pub enterprise: String,
    /// The region of the enterprise.
    pub enterprise_region: RegionCode,
    /// The liaison of the enterprise.
    pub liaison: Option<String>,
    /// Staff of the enterprise that are contacted.
    #[sqlx(try_from = "i64")]
    pub staff_count: u32,
    /// Sector public reached by it.
    #[sqlx(try_from = "i64")]
    pub persons_reached: u32,
    /// Day by which the feedback form is due.
    pub form_due_on: Option<Date>,
    /// Day on which the feedback form came.
    pub form_received_on: Option<Date>,
    /// Services that the scorecard names.
    pub services: Option<String>,
    /// The problem that the enterprise raised.
    pub problem: Option<String>,
    /// What came of the problem.
    pub result: Option<String>,
    /// How far it has come.
    pub status: EnterpriseContactStatus,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A visit to an enterprise.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct EnterpriseVisit {
    /// The contact.
    pub contact_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Day of the visit.
    pub visited_on: Date,
    /// What was learnt.
    pub note: Option<String>,
}

text_enum! {
    /// How far a contact has come.
    EnterpriseContactStatus {
        /// 确定
        Determined = "DETERMINED",
        /// 走访
        Visited = "VISITED",
        /// 反馈表
        Reported = "REPORTED",
        /// 成绩单
        Scored = "SCORED",
        /// 问题办理
        Resolved = "RESOLVED",
    }
}
