//! A member (政协委员): one seat in one committee.

use sqlx::FromRow;

use super::SectorCode;
use crate::{
    date::Date,
    record_id::RecordId,
    region::{Level, RegionCode},
    text_column::text_enum,
};

/// One seat, which one committee owns.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Member {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee in which the seat is.
    pub committee_id: RecordId,
    /// Who holds the seat: one opaque id for a person over the whole network.
    pub person_id: String,
    /// Level of the committee.
    pub level: Level,
    /// Name of the person.
    pub name: String,
    /// Sector.
    pub sector: SectorCode,
    /// Office.
    pub office: OfficeRole,
    /// Status; `EXITED` exactly when `until` is given.
    pub status: SeatStatus,
    /// Whether a member of the CPC.
    pub is_party_member: bool,
    /// Employer.
    pub employer: Option<String>,
    /// Region of residence.
    pub residence_region: Option<RegionCode>,
    /// Special committee in which the member is placed.
    pub special_committee: Option<String>,
    /// In office since.
    pub since: Date,
    /// Last day in office.
    pub until: Option<Date>,
    /// Latest yearly duty score, 0 to 100.
    pub duty_score: Option<f64>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A change of a seat's status.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SeatStatusChange {
    /// The seat.
    pub member_id: RecordId,
    /// Its place among the seat's changes, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The status that it changed to.
    pub status: SeatStatus,
    /// Day on which it changed.
    pub changed_on: Date,
    /// Why.
    pub reason: Option<String>,
}

/// A time of a seat in one special committee.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SpecialCommitteeSeat {
    /// The seat.
    pub member_id: RecordId,
    /// Its place among the seat's placements, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The special committee.
    pub special_committee: String,
    /// First day.
    pub from_on: Date,
    /// Last day; `None` while it lasts. At most one of a seat lasts.
    pub to_on: Option<Date>,
}

text_enum! {
    /// Office of a member in a committee.
    OfficeRole {
        /// 主席
        Chair = "CHAIR",
        /// 副主席
        ViceChair = "VICE_CHAIR",
        /// 秘书长
        SecretaryGeneral = "SECRETARY_GENERAL",
        /// 常委
        StandingMember = "STANDING_MEMBER",
        /// 委员
        Member = "MEMBER",
    }
}

text_enum! {
    /// Status of a seat.
    SeatStatus {
        /// 在任
        Active = "ACTIVE",
        /// 暂停履职
        Suspended = "SUSPENDED",
        /// 退出
        Exited = "EXITED",
    }
}
