//! Handlings and instructions in the database.

use qianzhan_network::{
    StoreError,
    database::{InsertRow, Separated, Transaction, insert_rows},
    impl_insert_row,
};

use super::{Instruction, ProvincialHandling};

impl InsertRow for ProvincialHandling {
    const TABLE: &'static str = "provincial_handlings";
    const COLUMNS: &'static [&'static str] = &[
        "opinion_report_id",
        "received_on",
        "is_adopted",
        "adopted_on",
        "publication",
        "version",
        "is_generated",
        "origin_region",
    ];

    fn bind(&self, values: &mut Separated<'_>) {
        values.push_bind(self.opinion_report_id.clone());
        values.push_bind(self.received_on);
        values.push_bind(self.is_adopted);
        values.push_bind(self.adopted_on);
        values.push_bind(self.publication.clone());
        values.push_bind(self.version);
        values.push_bind(self.is_generated);
        // Repeated from the id, so that reports from a region are a range of an index.
        values.push_bind(self.opinion_report_id.region());
    }
}

impl_insert_row!(
    Instruction,
    "instructions",
    [opinion_report_id, ordinal, leader_office, given_on, text]
);

/// Writes handlings.
///
/// # Errors
/// [`StoreError::Statement`] if a report has one already.
pub async fn insert_provincial_handlings(
    transaction: &mut Transaction,
    handlings: &[ProvincialHandling],
) -> Result<(), StoreError> {
    insert_rows(transaction, handlings).await
}

/// Writes instructions, whose handlings exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_instructions(
    transaction: &mut Transaction,
    instructions: &[Instruction],
) -> Result<(), StoreError> {
    insert_rows(transaction, instructions).await
}
