//! A consultation event (协商议事活动): one sitting, who was there, and what came of it.

use sqlx::FromRow;

use crate::{
    date::Date,
    record_id::RecordId,
    records::members::SectorCode,
    region::{Level, RegionCode},
    text_column::text_enum,
};

/// One sitting.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ConsultationEvent {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that held it.
    pub committee_id: RecordId,
    /// Its title.
    pub title: String,
    /// Kind of consultation.
    pub kind: ConsultationKind,
    /// Kind of venue.
    pub venue: VenueKind,
    /// On site or remote.
    pub mode: ConsultationMode,
    /// How far it has come; all but `PLANNED` were held.
    pub status: ConsultationEventStatus,
    /// Day on which it is or was held.
    pub held_on: Date,
    /// Where, if at a platform of the site.
    pub platform_id: Option<RecordId>,
    /// Its locality, which must be among the site's.
    pub locality_code: Option<RegionCode>,
    /// The topic consulted, of this site.
    pub topic_id: Option<RecordId>,
    /// Members present: as many as there are [`Attendance`] rows, where they are all named.
    #[sqlx(try_from = "i64")]
    pub member_count: u32,
    /// Residents present.
    #[sqlx(try_from = "i64")]
    pub resident_count: u32,
    /// Suggestions made.
    #[sqlx(try_from = "i64")]
    pub suggestion_count: u32,
    /// Problems found.
    #[sqlx(try_from = "i64")]
    pub problems_found: u32,
    /// Problems solved.
    #[sqlx(try_from = "i64")]
    pub problems_solved: u32,
    /// Consultation brand.
    pub brand: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// One member present at an event.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Attendance {
    /// The event.
    pub event_id: RecordId,
    /// The member; may be another site's.
    pub member_id: RecordId,
    /// Level of the member's committee.
    pub level: Level,
    /// The member's sector at the time.
    pub sector: SectorCode,
    /// Role at the event.
    pub role: EventRole,
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Outcome {
    /// The event.
    pub event_id: RecordId,
    /// Its place among the event's outcomes, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// Its kind.
    pub kind: OutcomeKind,
    /// Its text.
    pub text: String,
    /// How far it has come.
    pub status: OutcomeStatus,
}

text_enum! {
    /// Kinds of consultation.
    ConsultationKind {
        /// 基层协商
        Grassroots = "GRASSROOTS",
        /// “三微”协商
        Micro = "MICRO",
        /// 专题协商
        Special = "SPECIAL",
        /// 界别协商座谈会
        SectorForum = "SECTOR_FORUM",
        /// 界别专家协商会
        SectorExpert = "SECTOR_EXPERT",
        /// 月协商会
        Monthly = "MONTHLY",
        /// 双月协商
        Bimonthly = "BIMONTHLY",
        /// 周五说事日
        FridayTalk = "FRIDAY_TALK",
        /// 民主监督
        DemocraticSupervision = "DEMOCRATIC_SUPERVISION",
    }
}

text_enum! {
    /// Kinds of venue.
    VenueKind {
        /// 议事室
        Room = "ROOM",
        /// 议事亭
        Pavilion = "PAVILION",
        /// 板凳会
        BenchMeeting = "BENCH_MEETING",
        /// 炕头会
        KangMeeting = "KANG_MEETING",
        /// 广场议
        Square = "SQUARE",
        /// 窑洞商
        CaveDwelling = "CAVE_DWELLING",
        /// 田间地头
        Field = "FIELD",
    }
}

text_enum! {
    /// Modes of consultation.
    ConsultationMode {
        /// 现场
        OnSite = "ON_SITE",
        /// 远程
        Remote = "REMOTE",
    }
}

text_enum! {
    /// How far an event has come.
    ConsultationEventStatus {
        /// 计划
        Planned = "PLANNED",
        /// 召开
        Held = "HELD",
        /// 形成意见
        Suggested = "SUGGESTED",
        /// 采纳
        Adopted = "ADOPTED",
        /// 落实
        CarriedOut = "CARRIED_OUT",
        /// 解决
        Solved = "SOLVED",
    }
}

text_enum! {
    /// Roles of a member at an event.
    EventRole {
        /// 主持
        Host = "HOST",
        /// 发言
        Speaker = "SPEAKER",
        /// 参加
        Participant = "PARTICIPANT",
    }
}

text_enum! {
    /// Kinds of outcome.
    OutcomeKind {
        /// 意见建议
        Suggestion = "SUGGESTION",
        /// 解决的问题
        ProblemSolved = "PROBLEM_SOLVED",
        /// 村规民约
        VillageRules = "VILLAGE_RULES",
        /// 社情民意信息
        OpinionReport = "OPINION_REPORT",
    }
}

text_enum! {
    /// How far an outcome has come.
    OutcomeStatus {
        /// 提出
        Proposed = "PROPOSED",
        /// 采纳
        Adopted = "ADOPTED",
        /// 落实
        CarriedOut = "CARRIED_OUT",
    }
}
