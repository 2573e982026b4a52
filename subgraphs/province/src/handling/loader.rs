//! Loads handlings by the report's id, and their instructions.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{Instruction, ProvincialHandling};

#[derive(Debug)]
pub(crate) struct HandlingLoaders {
    /// Each report has at most one.
    pub(super) handlings: ChildRows<RecordId, ProvincialHandling>,
    pub(super) instructions: ChildRows<RecordId, Instruction>,
}

impl HandlingLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            handlings: child_rows(
                database,
                "opinion_report_id",
                |handling: &ProvincialHandling| handling.opinion_report_id.clone(),
                "opinion_report_id",
            ),
            instructions: child_rows(
                database,
                "opinion_report_id",
                |instruction: &Instruction| instruction.opinion_report_id.clone(),
                "opinion_report_id, given_on, ordinal",
            ),
        }
    }
}
