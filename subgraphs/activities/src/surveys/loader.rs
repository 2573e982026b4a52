//! Loads what hangs on surveys.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::SurveyMember;

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct SurveyLoaders {
    pub(super) members: ChildRows<RecordId, SurveyMember>,
}

impl SurveyLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            members: child_rows(
                database,
                "survey_id",
                |row: &SurveyMember| row.survey_id.clone(),
                "survey_id, ordinal",
            ),
        }
    }
}
