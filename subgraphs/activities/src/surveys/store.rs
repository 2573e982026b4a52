//! Surveys in the database.

use qianzhan_network::{
    Record, RecordId, StoreError,
    database::{InsertRow, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

use super::{Survey, SurveyMember};

impl_insert_row!(
    Survey,
    "surveys",
    [
        id,
        committee_id,
        kind,
        title,
        host,
        methods,
        topic_id,
        status,
        prepared_on,
        surveyed_on,
        reported_on,
        report_title,
        aspect_count,
        suggestion_count,
        adopted_on,
        referred_on,
        unit,
        handled_on,
        handling,
        heard_on,
        followed_up_on,
        finding,
        version,
        is_generated
    ]
);
impl_insert_row!(SurveyMember, "survey_members", [survey_id, ordinal, member_id]);

impl_writable_record!(Survey);

impl Record for Survey {
    const TYPE_NAME: &'static str = "Survey";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = <Self as InsertRow>::COLUMNS;

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for Survey {
    const KIND: SearchKind = SearchKind::Survey;

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

/// Writes surveys.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_surveys(
    transaction: &mut Transaction,
    rows: &[Survey],
) -> Result<(), StoreError> {
    insert_indexed(transaction, rows).await
}

/// Writes rows that hang on surveys that exist.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_survey_members(
    transaction: &mut Transaction,
    rows: &[SurveyMember],
) -> Result<(), StoreError> {
    insert_rows(transaction, rows).await
}
