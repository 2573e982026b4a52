//! A norm of contacts with enterprises.

use qianzhan_network::{
    RecordId, StoreError,
    database::{Transaction, insert_rows},
    impl_insert_row,
};
use sqlx::FromRow;

/// How many members a director leads in a year.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct EnterpriseContactNorm {
    /// The committee whose norm it is.
    pub committee_id: RecordId,
    /// The year that it is for.
    pub year: i64,
    /// Least members.
    pub members_per_director_min: i64,
    /// Most members.
    pub members_per_director_max: i64,
    /// How often it has been written.
    pub version: i64,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

impl_insert_row!(
    EnterpriseContactNorm,
    "enterprise_contact_norms",
    [committee_id, year, members_per_director_min, members_per_director_max, version, is_generated]
);

/// Writes norms, whose committees exist.
///
/// # Errors
/// [`StoreError::Statement`] if a year has one already.
pub async fn insert_enterprise_contact_norms(
    transaction: &mut Transaction,
    norms: &[EnterpriseContactNorm],
) -> Result<(), StoreError> {
    insert_rows(transaction, norms).await
}
