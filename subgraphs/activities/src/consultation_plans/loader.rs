//! Loads what hangs on consultation plans.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::PlanTopic;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct ConsultationPlanLoaders {
    pub(super) topics: ChildRows<RecordId, PlanTopic>,
}

impl ConsultationPlanLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            topics: child_rows(
                database,
                "plan_id",
                |row: &PlanTopic| row.plan_id.clone(),
                "plan_id, ordinal",
            ),
        }
    }
}
