//! Loads what hangs on members and rules.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
    page::{ChildrenLoader, Parent},
};

use super::{
    AssessmentItem, DutyAssessment, DutyRecordOrderField,
    progress::{ProgressLoader, progress_loader},
};

#[derive(Debug)]
pub(crate) struct ScoreLoaders {
    pub(super) records_of_member: ChildrenLoader<Doer>,
    pub(super) assessments_of_member: ChildRows<RecordId, DutyAssessment>,
    pub(super) items_of_rule: ChildRows<RecordId, AssessmentItem>,
    pub(super) progress: ProgressLoader,
}

impl ScoreLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            records_of_member: ChildrenLoader::new(database),
            assessments_of_member: child_rows(
                database,
                "member_id",
                |assessment: &DutyAssessment| assessment.member_id.clone(),
                "member_id, period",
            ),
            items_of_rule: child_rows(
                database,
                "rule_id",
                |item: &AssessmentItem| item.rule_id.clone(),
                "rule_id, item",
            ),
            progress: progress_loader(database),
        }
    }
}

/// Members over their duty records.
#[derive(Debug)]
pub(crate) struct Doer;

impl Parent for Doer {
    type Field = DutyRecordOrderField;

    const CHILDREN: &'static str =
        "SELECT member_id AS parent_key, duty_records.* FROM duty_records";
}
