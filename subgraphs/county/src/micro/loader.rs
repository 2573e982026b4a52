//! Loads micro consultations by event, and their teams.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{MicroConsultation, MicroTeamMember};

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct MicroLoaders {
    /// Each event has at most one.
    pub(super) consultations: ChildRows<RecordId, MicroConsultation>,
    pub(super) teams: ChildRows<RecordId, MicroTeamMember>,
}

impl MicroLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            consultations: child_rows(
                database,
                "event_id",
                |micro: &MicroConsultation| micro.event_id.clone(),
                "event_id",
            ),
            teams: child_rows(
                database,
                "event_id",
                |member: &MicroTeamMember| member.event_id.clone(),
                "event_id, ordinal",
            ),
        }
    }
}
