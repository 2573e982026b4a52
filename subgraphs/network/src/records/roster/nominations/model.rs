//! A nomination, and how far it has come.

use sqlx::FromRow;

use crate::{
    date::Date, record_id::RecordId, records::members::SectorCode, region::RegionCode,
    text_column::text_enum,
};

/// Somebody who is put forward for a seat of a committee. Who it is stays with the committee until
/// there is a seat.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct SeatNomination {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The person, where they have a seat elsewhere.
    pub person_id: Option<String>,
    /// Name.
    pub name: String,
    /// Sector that the seat would be of.
    pub sector: SectorCode,
    /// Whether a member of the CPC.
    pub is_party_member: bool,
    /// Employer.
    pub employer: Option<String>,
    /// Region of residence.
    pub residence_region: Option<RegionCode>,
    /// Who puts them forward: a party, a body, a department.
    pub nominated_by: String,
    /// On which day.
    pub nominated_on: Date,
    /// How far it has come.
    pub status: NominationStatus,
    /// Day on which it was decided; given exactly when it was.
    pub decided_on: Option<Date>,
    /// Why there is no seat.
    pub reason: Option<String>,
    /// The seat that came of it.
    pub member_id: Option<RecordId>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far a nomination has come.
    NominationStatus {
        /// 提名
        Nominated = "NOMINATED",
        /// 任职
        Seated = "SEATED",
        /// 未通过
        Declined = "DECLINED",
        /// 撤回
        Withdrawn = "WITHDRAWN",
    }
}
