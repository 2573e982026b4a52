//! A yearly plan of consultations (年度协商计划) and its topics.

use qianzhan_network::{Date, RecordId, text_enum};
use sqlx::FromRow;

/// A yearly plan of consultations.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ConsultationPlan {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Its year.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// Whether it is a plan of key consultations.
    pub is_key: bool,
    /// The room whose plan it is, if not the committee's.
    pub platform_id: Option<RecordId>,
    /// How far it has come.
    pub status: PlanStatus,
    /// Day on which it was published.
    pub published_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A topic of a plan.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct PlanTopic {
    /// The plan.
    pub plan_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Its title.
    pub title: String,
    /// The form in which it is to be consulted.
    pub form: PlannedForm,
    /// The special committee that hosts it.
    pub host: Option<String>,
    /// The topic behind it; may be another site's.
    pub topic_id: Option<RecordId>,
}

text_enum! {
    /// How far a plan has come.
    PlanStatus {
        /// 拟订
        Draft = "DRAFT",
        /// 公布
        Published = "PUBLISHED",
    }
}

text_enum! {
    /// Forms in which a plan has its topics.
    PlannedForm {
        /// 月协商
        Monthly = "MONTHLY",
        /// 双月协商
        Bimonthly = "BIMONTHLY",
        /// 专题协商
        Special = "SPECIAL",
        /// 专题议政性常委会
        StandingCommittee = "STANDING_COMMITTEE",
        /// 调研视察
        Survey = "SURVEY",
        /// 基层协商
        Grassroots = "GRASSROOTS",
    }
}
