//! A reading group, and one of its activities.

use qianzhan_network::{Date, RecordId, impl_insert_row, impl_record, impl_writable_record};
use sqlx::FromRow;

/// A reading group of members.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ReadingGroup {
    /// Begins with the region code of the committee.
    pub id: RecordId,
    /// The committee.
    pub committee_id: RecordId,
    /// Name.
    pub name: String,
    /// Whether online.
    pub is_online: bool,
    /// The main group that it belongs to, of this committee; `None` for a main group.
    pub parent_id: Option<RecordId>,
    /// Day on which it was founded.
    pub founded_on: Date,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// A reading activity.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ReadingActivity {
    /// The group.
    pub group_id: RecordId,
    /// Its place among the group's activities, from 0.
    pub ordinal: i64,
    /// Day.
    pub held_on: Date,
    /// Title.
    pub title: String,
    /// Participants, in person-times.
    pub participants: i64,
}

impl_record!(
    ReadingGroup,
    "ReadingGroup",
    "reading_groups",
    [id, committee_id, name, is_online, parent_id, founded_on, version, is_generated]
);
impl_writable_record!(ReadingGroup, stateless);
impl_insert_row!(
    ReadingActivity,
    "reading_activities",
    [group_id, ordinal, held_on, title, participants]
);
