//! Platforms, plaques and checks in the database.
//! A platform's row repeats the date of its first plaque and the result of its latest check; they
//! are written here and nowhere else, together with what they repeat.

use super::{AnnualPlan, Plaque, Platform, SixHasCheck, SixHasSelfCheck};
use crate::{
    database::{InsertRow, Separated, Sql, StoreError, Transaction, insert_rows},
    impl_insert_row, impl_writable_record,
    record::Record,
    record_id::RecordId,
    search::{SearchDocument, SearchKind, Searchable, insert_indexed},
};

impl_insert_row!(
    Platform,
    "platforms",
    [
        id,
        committee_id,
        kind,
        name,
        locality_code,
        host_kind,
        host,
        status,
        head,
        sector,
        withdrawn_on,
        status_reason,
        launched_on,
        lead_member_id,
        lead_unit,
        book_count,
        version,
        is_generated,
    ]
);
impl_insert_row!(Plaque, "plaques", [platform_id, ordinal, kind, name, granted_on]);
impl_insert_row!(
    SixHasCheck,
    "six_has_checks",
    [
        platform_id,
        checked_on,
        fixed_place,
        dedicated_person,
        signage,
        duties,
        annual_plan,
        outcomes,
        checker,
        evidence,
    ]
);
impl_insert_row!(AnnualPlan, "annual_plans", [platform_id, year, status, text]);
impl_writable_record!(Platform);

impl InsertRow for SixHasSelfCheck {
    const TABLE: &'static str = "six_has_self_checks";
    const COLUMNS: &'static [&'static str] = SixHasCheck::COLUMNS;

    fn bind(&self, values: &mut Separated<'_>) {
        self.check.bind(values);
    }
}

impl Record for Platform {
    const TYPE_NAME: &'static str = "Platform";
    const TABLE: &'static str = <Self as InsertRow>::TABLE;
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "committee_id",
        "kind",
        "name",
        "locality_code",
        "host_kind",
        "host",
        "status",
        "head",
        "sector",
        "withdrawn_on",
        "status_reason",
        "launched_on",
        "lead_member_id",
        "lead_unit",
        "book_count",
        "version",
        "is_generated",
        "granted_on",
    ];

    fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Searchable for Platform {
    const KIND: SearchKind = SearchKind::Platform;

    fn document(&self) -> SearchDocument {
        SearchDocument {
            id: self.id.clone(),
            kind: Self::KIND,
            committee_id: self.committee_id.clone(),
            locality_code: self.locality_code,
            title: self.name.clone(),
            text: String::new(),
        }
    }
}

/// Writes platforms, whose committees and localities exist. Their plaques and checks follow.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_platforms(
    transaction: &mut Transaction,
    platforms: &[Platform],
) -> Result<(), StoreError> {
    insert_indexed(transaction, platforms).await
}

/// Writes plaques, whose platforms exist, and the dates of first plaques with them.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_plaques(
    transaction: &mut Transaction,
    plaques: &[Plaque],
) -> Result<(), StoreError> {
    insert_rows(transaction, plaques).await?;
    let platforms: Vec<_> = plaques.iter().map(|plaque| &plaque.platform_id).collect();
    let mut sql = Sql::new(
        "UPDATE platforms SET granted_on = (SELECT MIN(plaques.granted_on) FROM plaques \
         WHERE plaques.platform_id = platforms.id) WHERE id IN ",
    );
    sql.push_keys(&platforms);
    transaction.execute(sql).await?;
    Ok(())
}

/// Writes checks, whose platforms exist, and the results of latest checks with them.
///
/// # Errors
/// [`StoreError::Statement`] if one breaks a rule of the table.
pub async fn insert_six_has_checks(
    transaction: &mut Transaction,
    checks: &[SixHasCheck],
) -> Result<(), StoreError> {
    insert_rows(transaction, checks).await?;
    let platforms: Vec<_> = checks.iter().map(|check| &check.platform_id).collect();
    let mut sql = Sql::new(
        "UPDATE platforms SET is_compliant = (SELECT fixed_place AND dedicated_person AND signage \
         AND duties AND annual_plan AND outcomes FROM six_has_checks \
         WHERE six_has_checks.platform_id = platforms.id ORDER BY checked_on DESC LIMIT 1) \
         WHERE id IN ",
    );
    sql.push_keys(&platforms);
    transaction.execute(sql).await?;
    Ok(())
}

/// Writes platforms' own checks, each by somebody; the platforms exist.
///
/// # Errors
/// [`StoreError::Statement`] if a platform has one of the day.
pub async fn insert_six_has_self_checks(
    transaction: &mut Transaction,
    checks: &[SixHasSelfCheck],
) -> Result<(), StoreError> {
    insert_rows(transaction, checks).await
}

/// Writes plans of years, whose platforms exist.
///
/// # Errors
/// [`StoreError::Statement`] if a platform has one of the year.
pub async fn insert_annual_plans(
    transaction: &mut Transaction,
    plans: &[AnnualPlan],
) -> Result<(), StoreError> {
    insert_rows(transaction, plans).await
}
