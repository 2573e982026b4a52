//! Localities in the database.

use super::Locality;
use crate::{
    database::{Database, InsertRow, Sql, StoreError, Transaction, insert_rows},
    impl_insert_row,
    region::{RegionCode, Scope, push_code_within},
};

impl_insert_row!(Locality, "localities", [code, region_code, kind, name]);

/// Writes localities. They come before the records that lie in them.
///
/// # Errors
/// [`StoreError::Statement`] if one exists already.
pub async fn insert_localities(
    transaction: &mut Transaction,
    localities: &[Locality],
) -> Result<(), StoreError> {
    insert_rows(transaction, localities).await
}

/// Localities by code.
pub(super) async fn find_localities(
    database: &Database,
    codes: &[RegionCode],
) -> Result<Vec<Locality>, StoreError> {
    let mut sql = database.select(Locality::COLUMNS, Locality::TABLE);
    sql.push(" WHERE code IN ");
    sql.push_keys(codes);
    database.fetch_all(sql).await
}

/// Townships, subdistricts and parks of the site's own regions inside a scope, in order of code.
///
/// # Errors
/// [`StoreError::Statement`] if they cannot be read.
pub async fn townships_within(
    database: &Database,
    scope: &Scope,
) -> Result<Vec<Locality>, StoreError> {
    let mut sql = database.select(Locality::COLUMNS, Locality::TABLE);
    sql.push(" WHERE kind IN ('TOWNSHIP', 'SUBDISTRICT', 'PARK')");
    restrict_localities(&mut sql, scope);
    sql.push(" ORDER BY code");
    database.fetch_all(sql).await
}

/// Townships and subdistricts inside a scope that have no workstation, in them or in a village.
///
/// # Errors
/// [`StoreError::Statement`] if they cannot be read.
pub(crate) async fn townships_without_station(
    database: &Database,
    scope: &Scope,
) -> Result<Vec<Locality>, StoreError> {
    let has_one = "SELECT substr(platforms.locality_code, 1, 9) FROM plaques \
                   JOIN platforms ON platforms.id = plaques.platform_id \
                   WHERE plaques.kind = 'WORKSTATION' AND withdrawn_on IS NULL \
                   AND platforms.locality_code IS NOT NULL";
    townships_outside(database, scope, has_one).await
}

/// Townships and subdistricts inside a scope to which no member is deployed.
///
/// # Errors
/// [`StoreError::Statement`] if they cannot be read.
pub(crate) async fn townships_without_deployment(
    database: &Database,
    scope: &Scope,
) -> Result<Vec<Locality>, StoreError> {
    let has_one = "SELECT substr(locality_code, 1, 9) FROM deployments WHERE to_on IS NULL";
    townships_outside(database, scope, has_one).await
}

/// Townships and subdistricts inside a scope whose code is none of those that a statement gives.
///
/// # Errors
/// [`StoreError::Statement`] if they cannot be read.
pub async fn townships_outside(
    database: &Database,
    scope: &Scope,
    codes: &'static str,
) -> Result<Vec<Locality>, StoreError> {
    let mut sql = database.select(Locality::COLUMNS, Locality::TABLE);
    sql.push(" WHERE kind IN ('TOWNSHIP', 'SUBDISTRICT')");
    restrict_localities(&mut sql, scope);
    sql.push(format_args!(" AND code NOT IN ({codes}) ORDER BY code"));
    database.fetch_all(sql).await
}

/// Adds ` AND …`: localities inside the scope. Those of a region that the site does not own, which
/// it keeps because a record of its own lies there, are another site's to tell of.
pub(crate) fn restrict_localities(sql: &mut Sql, scope: &Scope) {
    if let Scope::Locality(code) = scope {
        sql.push(" AND ");
        push_code_within(sql, "code", code);
    } else {
        sql.push(" AND region_code IN ");
        sql.push_keys(scope.regions());
    }
}
