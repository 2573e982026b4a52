//! A consultation council: a standing body, not the room it meets in.

use qianzhan_network::{RecordId, text_enum};
use sqlx::FromRow;

/// A body with fixed members that meets at a platform.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ConsultationCouncil {
    /// The platform where it meets, of this site.
    pub platform_id: RecordId,
    /// Its name.
    pub name: String,
    /// Its convener.
    pub convener: Option<String>,
    /// How many fixed members it has; as many as there are [`FixedMember`]s, where all are named.
    #[sqlx(try_from = "i64")]
    pub fixed_member_count: u32,
    /// Whether it has a consultation room of its own.
    pub has_room: bool,
    /// Its term, once its members were fixed.
    pub term_no: Option<i64>,
    /// How far it has come.
    pub status: CouncilStatus,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A fixed member of a council: a committee's member, or someone else by name.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct FixedMember {
    /// The council's platform.
    pub platform_id: RecordId,
    /// Its place, from 0.
    #[sqlx(try_from = "i64")]
    pub ordinal: u32,
    /// The member; may be another site's.
    pub member_id: Option<RecordId>,
    /// The name of one who is no member of a committee.
    pub name: Option<String>,
    /// Role in the council.
    pub role: CouncilRole,
}

text_enum! {
    /// Roles in a council.
    CouncilRole {
        /// 召集人
        Convener = "CONVENER",
        /// 下沉委员
        DeployedMember = "DEPLOYED_MEMBER",
        /// 群众代表
        Resident = "RESIDENT",
        /// 共建单位
        Unit = "UNIT",
    }
}

text_enum! {
    /// How far a council has come.
    CouncilStatus {
        /// 组建
        Formed = "FORMED",
        /// 固定成员确定
        MembersFixed = "MEMBERS_FIXED",
    }
}
