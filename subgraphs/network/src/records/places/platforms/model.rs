//! A platform (站、室、会、驿站): one place, under one or more plaques.

use sqlx::FromRow;

use crate::{
    date::Date, record_id::RecordId, records::members::SectorCode, region::RegionCode,
    text_column::text_enum,
};

/// A place where members work. Several plaques may hang on it.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Platform {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that owns it.
    pub committee_id: RecordId,
    /// Kind of its first plaque.
    pub kind: PlatformKind,
    /// Its name.
    pub name: String,
    /// Its locality, which must be among the site's.
    pub locality_code: Option<RegionCode>,
    /// Kind of its host.
    pub host_kind: HostKind,
    /// Its host.
    pub host: Option<String>,
    /// Status; `WITHDRAWN` exactly when `withdrawn_on` is given.
    pub status: PlatformStatus,
    /// Person in charge.
    pub head: Option<String>,
    /// Sector for which it was set up.
    pub sector: Option<SectorCode>,
    /// Day on which it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Why it is postponed or withdrawn.
    pub status_reason: Option<String>,
    /// Day of its first activity.
    pub launched_on: Option<Date>,
    /// The member who leads a studio; may be another site's.
    pub lead_member_id: Option<RecordId>,
    /// The unit that leads its building.
    pub lead_unit: Option<String>,
    /// Volumes on its bookshelf, where reported.
    pub book_count: Option<i64>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
    /// Date of its first plaque. Kept by [`insert_plaques`](super::insert_plaques), and not written
    /// by [`insert_platforms`](super::insert_platforms).
    #[sqlx(default)]
    pub granted_on: Option<Date>,
}

/// A plaque on a platform.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Plaque {
    /// The platform on which it hangs.
    pub platform_id: RecordId,
    /// Its place among the platform's plaques, from 0; tells plaques of one day apart.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// What it makes of the place.
    pub kind: PlatformKind,
    /// Its text.
    pub name: String,
    /// Day on which it was granted.
    pub granted_on: Date,
}

/// One check of a platform against the six-has standard (“六有”).
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SixHasCheck {
    /// The platform checked.
    pub platform_id: RecordId,
    /// Day of the check.
    pub checked_on: Date,
    /// 有固定场所
    pub fixed_place: bool,
    /// 有专人负责
    pub dedicated_person: bool,
    /// 有标识标牌
    pub signage: bool,
    /// 有职能职责
    pub duties: bool,
    /// 有年度计划
    pub annual_plan: bool,
    /// 有转化成果
    pub outcomes: bool,
    /// Who checked.
    pub checker: Option<String>,
    /// What it rests on.
    pub evidence: Option<String>,
}

/// A platform's own check, before the county verifies it.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SixHasSelfCheck {
    /// What was found.
    #[sqlx(flatten)]
    pub check: SixHasCheck,
}

/// A platform's plan of one year.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct AnnualPlan {
    /// The platform.
    pub platform_id: RecordId,
    /// The year.
    pub year: i64,
    /// How far it has come.
    pub status: AnnualPlanStatus,
    /// Its text.
    pub text: String,
}

text_enum! {
    /// The six of the six-has standard (“六有”).
    SixHasItem {
        /// 有固定场所
        FixedPlace = "FIXED_PLACE",
        /// 有专人负责
        DedicatedPerson = "DEDICATED_PERSON",
        /// 有标识标牌
        Signage = "SIGNAGE",
        /// 有职能职责
        Duties = "DUTIES",
        /// 有年度计划
        AnnualPlan = "ANNUAL_PLAN",
        /// 有转化成果
        Outcomes = "OUTCOMES",
    }
}

text_enum! {
    /// How far a plan of a year has come.
    AnnualPlanStatus {
        /// 拟定
        Drafted = "DRAFTED",
        /// 协商
        Consulted = "CONSULTED",
        /// 执行
        Underway = "UNDERWAY",
    }
}

text_enum! {
    /// How far a platform has come with the six.
    SixHasStatus {
        /// 未查
        Unchecked = "UNCHECKED",
        /// 已自查，待核验
        SelfChecked = "SELF_CHECKED",
        /// 达标
        Compliant = "COMPLIANT",
        /// 未达标
        NotCompliant = "NOT_COMPLIANT",
    }
}

impl SixHasStatus {
    /// By the latest check of the platform's own and the county's. A verification holds for what was
    /// found up to its day.
    pub(super) fn of(own: Option<&SixHasSelfCheck>, verified: Option<&SixHasCheck>) -> Self {
        let is_awaited = own.is_some_and(|own| {
            verified.is_none_or(|verified| verified.checked_on < own.check.checked_on)
        });
        match verified {
            _ if is_awaited => Self::SelfChecked,
            None => Self::Unchecked,
            Some(verified) if verified.is_compliant() => Self::Compliant,
            Some(_) => Self::NotCompliant,
        }
    }
}

impl SixHasCheck {
    /// Whether all six are met.
    #[must_use]
    pub fn is_compliant(&self) -> bool {
        self.fixed_place
            && self.dedicated_person
            && self.signage
            && self.duties
            && self.annual_plan
            && self.outcomes
    }
}

text_enum! {
    /// Kinds of platform, as plaques name them.
    PlatformKind {
        /// 政协委员工作站
        Workstation = "WORKSTATION",
        /// 协商议事室
        ConsultationRoom = "CONSULTATION_ROOM",
        /// 协商议事会
        ConsultationCouncil = "CONSULTATION_COUNCIL",
        /// 委员联络室
        LiaisonRoom = "LIAISON_ROOM",
        /// 界别活动室
        SectorActivityRoom = "SECTOR_ACTIVITY_ROOM",
        /// 委员驿站
        MemberPost = "MEMBER_POST",
        /// 委员工作室
        MemberStudio = "MEMBER_STUDIO",
        /// 委员联络工作室
        LiaisonStudio = "LIAISON_STUDIO",
        /// 小组活动室
        GroupActivityRoom = "GROUP_ACTIVITY_ROOM",
        /// 委员调解室
        MediationRoom = "MEDIATION_ROOM",
        /// 委员活动室
        MemberActivityRoom = "MEMBER_ACTIVITY_ROOM",
        /// 政协文史馆
        HistoryMuseum = "HISTORY_MUSEUM",
        /// 政协书画院
        ArtInstitute = "ART_INSTITUTE",
        /// 微信协商平台
        WechatConsultation = "WECHAT_CONSULTATION",
    }
}

text_enum! {
    /// Kinds of body that host a platform.
    HostKind {
        /// 乡镇街道
        Township = "TOWNSHIP",
        /// 城市社区
        UrbanCommunity = "URBAN_COMMUNITY",
        /// 村
        Village = "VILLAGE",
        /// 工业园区
        IndustrialPark = "INDUSTRIAL_PARK",
        /// 产业链、产业园
        IndustrySite = "INDUSTRY_SITE",
        /// 部门
        Department = "DEPARTMENT",
        /// 企业
        Enterprise = "ENTERPRISE",
        /// 法院
        Court = "COURT",
    }
}

text_enum! {
    /// Status of a platform.
    PlatformStatus {
        /// 筹建
        Preparing = "PREPARING",
        /// 授牌
        PlaqueGranted = "PLAQUE_GRANTED",
        /// 启动
        Launched = "LAUNCHED",
        /// 运行
        Operating = "OPERATING",
        /// 向后顺延
        Postponed = "POSTPONED",
        /// 撤销
        Withdrawn = "WITHDRAWN",
    }
}
