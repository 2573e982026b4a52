//! A deployment (下沉): a member of any level, sent to a locality of this site.

use sqlx::FromRow;

use crate::{
    date::Date,
    record_id::RecordId,
    region::{Level, RegionCode},
    text_column::text_enum,
};

/// A member sent to a township, station or council. It belongs to the committee where the member
/// is sent, whichever committee the member sits in.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Deployment {
    /// Begins with the region code of the committee where the member is sent.
    pub id: RecordId,
    /// The committee where the member is sent.
    pub committee_id: RecordId,
    /// The member; may be another site's.
    pub member_id: RecordId,
    /// The person who holds that seat.
    pub person_id: String,
    /// Level of the member's committee.
    pub member_level: Level,
    /// Where to, which must be among the site's localities.
    pub locality_code: RegionCode,
    /// The station, room or council; `None` where only a township is named.
    pub platform_id: Option<RecordId>,
    /// Role there.
    pub role: PlatformRole,
    /// The committee that issued the list; may be another site's.
    pub issued_by: Option<RecordId>,
    /// First day.
    pub from_on: Date,
    /// Last day; `None` while it lasts.
    pub to_on: Option<Date>,
    /// Title or number of the document that lists it.
    pub document: Option<String>,
    /// Why it ended.
    pub ended_reason: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

text_enum! {
    /// Roles at a platform.
    PlatformRole {
        /// 站长
        StationHead = "STATION_HEAD",
        /// 召集人
        Convener = "CONVENER",
        /// 联络员
        LiaisonOfficer = "LIAISON_OFFICER",
        /// 固定成员
        FixedMember = "FIXED_MEMBER",
    }
}
