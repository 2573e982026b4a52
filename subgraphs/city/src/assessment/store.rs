//! Assessments in the database, and loading them by committee.

use qianzhan_network::{
    Database, RecordId, StoreError,
    database::{ChildRows, Transaction, child_rows, insert_rows},
    impl_insert_row,
};

use super::CountyAssessment;

impl_insert_row!(
    CountyAssessment,
    "county_assessments",
    [committee_id, year, score, rank, is_generated]
);

/// Writes assessments.
///
/// # Errors
/// [`StoreError::Statement`] if a committee has one of that year already.
pub async fn insert_county_assessments(
    transaction: &mut Transaction,
    assessments: &[CountyAssessment],
) -> Result<(), StoreError> {
    insert_rows(transaction, assessments).await
}

/// A committee's assessments, latest first.
pub(crate) fn loader(database: &Database) -> ChildRows<RecordId, CountyAssessment> {
    child_rows(
        database,
        "committee_id",
        |assessment: &CountyAssessment| assessment.committee_id.clone(),
        "committee_id, year DESC",
    )
}
