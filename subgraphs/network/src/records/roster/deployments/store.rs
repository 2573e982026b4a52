//! Deployments in the database.

use super::Deployment;
use crate::{
    database::{StoreError, Transaction, insert_rows},
    impl_record, impl_writable_record,
};

impl_record!(
    Deployment,
    "Deployment",
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
        document,
        ended_reason,
        version,
        is_generated,
    ]
);
impl_writable_record!(Deployment, stateless);

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
