//! A consultation council: a standing body, not the room it meets in.

use qianzhan_network::RecordId;
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
    /// How many fixed members it has.
    #[sqlx(try_from = "i64")]
    pub fixed_member_count: u32,
    /// Whether it has a consultation room of its own.
    pub has_room: bool,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}
