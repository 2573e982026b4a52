//! Deployments in the database.

use super::Deployment;
use crate::{
    database::{InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row,
    record::Record,
    record_id::RecordId,
};

impl_insert_row!(
    Deployment,
    "deployments",
    [
        id,
        committee_id,
        member_id,
        person_id,
        member_level,
        locality_code,
        platform_id,
        role,
        issued_by,
        from_on,
        to_on,
        is_generated,
    ]
);

impl Record for Deployment {
    const TYPE_NAME: &'static str = "Deployment";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes deployments, whose committees, localities and platforms exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_deployments(
    transaction: &mut Transaction,
    deployments: &[Deployment],
) -> Result<(), StoreError> {
    insert_rows(transaction, deployments).await
}
