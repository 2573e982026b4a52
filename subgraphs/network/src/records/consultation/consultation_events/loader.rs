//! Loads events and what hangs on them.

use super::{Attendance, Outcome};
use crate::{
    database::{ChildRows, Database, child_rows},
    record_id::RecordId,
};

#[derive(Debug)]
pub(crate) struct EventLoaders {
    pub(super) attendance: ChildRows<RecordId, Attendance>,
    pub(super) outcomes: ChildRows<RecordId, Outcome>,
}

impl EventLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            attendance: child_rows(
                database,
                "event_id",
                |attendance: &Attendance| attendance.event_id.clone(),
                "event_id, member_id",
            ),
            outcomes: child_rows(
                database,
                "event_id",
                |outcome: &Outcome| outcome.event_id.clone(),
                "event_id, ordinal",
            ),
        }
    }
}
