//! Contacts with enterprises in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
};

use super::{EnterpriseContact, EnterpriseVisit};

impl_insert_row!(
    EnterpriseContact,
    "enterprise_contacts",
    [
        id,
        committee_id,
        year,
        director_id,
        member_id,
        enterprise,
        enterprise_region,
        liaison,
        staff_count,
        persons_reached,
        form_due_on,
        form_received_on,
        services,
        problem,
        result,
        status,
        version,
        is_generated
    ]
);
impl_insert_row!(EnterpriseVisit, "enterprise_visits", [contact_id, ordinal, visited_on, note]);

impl_writable_record!(EnterpriseContact);

impl Record for EnterpriseContact {
    const TYPE_NAME: &'static str = "EnterpriseContact";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes contacts with enterprises.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_enterprise_contacts(
    transaction: &mut Transaction,
    rows: &[EnterpriseContact],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}

/// Writes rows that hang on contacts with enterprises that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_enterprise_visits(
    transaction: &mut Transaction,
    rows: &[EnterpriseVisit],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
