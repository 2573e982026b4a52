//! A code, and whose it is.

use sqlx::FromRow;

use crate::{date::Date, record_id::RecordId, text_column::text_enum};

/// A code of a member or of a platform.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Code {
    /// Its value, as a scanner reads it; begins with the region code of the committee.
    pub id: RecordId,
    /// The committee that issued it.
    pub committee_id: RecordId,
    /// The member, of this site, if it is a member's.
    pub member_id: Option<RecordId>,
    /// The platform, of this site, if it is a platform's.
    pub platform_id: Option<RecordId>,
    /// Whether it is in use.
    pub status: CodeStatus,
    /// Day on which it was issued.
    pub issued_on: Date,
    /// Day on which it was revoked.
    pub revoked_on: Option<Date>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// How often a code was scanned on a day. Who scanned it is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeScans {
    /// The code.
    pub code_id: RecordId,
    /// The day.
    pub scanned_on: Date,
    /// How often; at least once.
    pub scans: u32,
}

text_enum! {
    /// What a code is a code of.
    CodeBearer {
        /// 委员
        Member = "MEMBER",
        /// 站、室
        Platform = "PLATFORM",
    }
}

text_enum! {
    /// Status of a code.
    CodeStatus {
        /// 启用
        Active = "ACTIVE",
        /// 停用
        Revoked = "REVOKED",
    }
}
