//! A contact: one person of the public, whose name and telephone stay with the owner.

use qianzhan_network::{
    Date, RecordId, RegionCode, impl_record, impl_writable_record, records::members::SectorCode,
    text_enum,
};
use sqlx::FromRow;

/// A person of the public whom a member registered.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Contact {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// The member, of this committee.
    pub member_id: RecordId,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Whether of the member's sector, or else someone around the member.
    pub is_sectoral: bool,
    /// The sector, of one who is sectoral.
    pub sector: Option<SectorCode>,
    /// Locality, which must be among the site's.
    pub locality_code: Option<RegionCode>,
    /// How far it has come.
    pub status: ContactStatus,
    /// Day on which it was registered.
    pub registered_on: Date,
    /// Day since which contact is regular.
    pub regular_on: Option<Date>,
    /// Day on which contact ended; given exactly when it did.
    pub ended_on: Option<Date>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// How far a contact has come.
    ContactStatus {
        /// 登记
        Registered = "REGISTERED",
        /// 常态化联系
        Regular = "REGULAR",
        /// 不再联系
        Ended = "ENDED",
    }
}

impl_record!(
    Contact,
    "Contact",
    "contacts",
    [
        id,
        committee_id,
        member_id,
        name,
        phone,
        is_sectoral,
        sector,
        locality_code,
        status,
        registered_on,
        regular_on,
        ended_on,
        version,
        is_generated,
    ]
);
impl_writable_record!(Contact);
