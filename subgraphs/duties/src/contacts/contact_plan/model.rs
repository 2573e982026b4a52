//! A contact plan, which fixes five things.

use qianzhan_network::{RecordId, impl_record, impl_writable_record, text_enum};
use sqlx::FromRow;

use crate::contacts::ContactMode;

/// A member's plan of contact for a year.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ContactPlan {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The member, of this committee.
    pub member_id: RecordId,
    /// The year.
    pub year: i64,
    /// Mode.
    pub mode: ContactMode,
    /// 定对象
    pub target: String,
    /// 定平台; may be another committee's.
    pub platform_id: RecordId,
    /// 定内容
    pub content: String,
    /// 定频次, times in the year.
    pub frequency: i64,
    /// 定目标
    pub goal: String,
    /// How far it has come.
    pub status: ContactPlanStatus,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far a contact plan has come.
    ContactPlanStatus {
        /// 制定
        DrawnUp = "DRAWN_UP",
        /// 执行
        Underway = "UNDERWAY",
        /// 到期核对
        Checked = "CHECKED",
    }
}

impl_record!(
    ContactPlan,
    "ContactPlan",
    "contact_plans",
    [
        id,
        committee_id,
        member_id,
        year,
        mode,
        target,
        platform_id,
        content,
        frequency,
        goal,
        status,
        version,
        is_generated,
    ]
);
impl_writable_record!(ContactPlan);
