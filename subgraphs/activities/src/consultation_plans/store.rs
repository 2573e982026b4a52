//! Consultation plans in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

use super::{ConsultationPlan, PlanTopic};

impl_insert_row!(
    ConsultationPlan,
    "consultation_plans",
    [
        id,
        committee_id,
        year,
        title,
        is_key,
        platform_id,
        status,
        published_on,
        version,
        is_generated
    ]
);
impl_insert_row!(PlanTopic, "plan_topics", [plan_id, ordinal, title, form, host, topic_id]);

impl_writable_record!(ConsultationPlan);

impl Record for ConsultationPlan {
    const TYPE_NAME: &'static str = "ConsultationPlan";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for ConsultationPlan {
    const KIND: SearchKind = SearchKind::ConsultationPlan;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: None,
            title: self.title.clone(),
            text: String::new(),
        }
    }
}

/// Writes consultation plans.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_consultation_plans(
    transaction: &mut Transaction,
    rows: &[ConsultationPlan],
) -> Result<(), StoreError> {
    insert_indexed(transaction, rows).await
}

/// Writes rows that hang on consultation plans that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_plan_topics(
    transaction: &mut Transaction,
    rows: &[PlanTopic],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
