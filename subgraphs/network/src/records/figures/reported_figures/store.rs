//! Reported figures in the database.

use super::ReportedFigure;
use crate::{
    database::{InsertRow, StoreError, Transaction, insert_rows},
    impl_insert_row,
    record::Record,
    record_id::RecordId,
};

impl_insert_row!(
    ReportedFigure,
    "reported_figures",
    [
        id,
        committee_id,
        place,
        region_code,
        level,
        period,
        measure,
        value,
        unit,
        qualifier,
        is_norm,
        sources,
        is_generated,
    ]
);

impl Record for ReportedFigure {
    const TYPE_NAME: &'static str = "ReportedFigure";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

/// Writes reported figures, whose committees exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_reported_figures(
    transaction: &mut Transaction,
    figures: &[ReportedFigure],
) -> Result<(), StoreError> {
    insert_rows(transaction, figures).await
}
