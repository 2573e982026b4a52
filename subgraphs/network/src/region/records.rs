//! Pages of records inside a region.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use serde::de::DeserializeOwned;

use super::{RegionRef, RowPlace};
use crate::{
    answer::FieldError,
    contract::argument,
    database::{Database, Sql},
    page::{Connection, Order, OrderField, fetch_page, page_arguments},
    period::Period,
};

/// A filter of the contract: which records of one kind.
pub trait RecordFilter: DeserializeOwned + Default + Send + Sync + 'static {
    /// The order of the records.
    type Field: OrderField;

    /// How the records lie in a locality.
    const PLACE: RowPlace;

    /// The period asked for, and the column whose dates lie in it.
    fn period(&self) -> Option<(&'static str, &str)> {
        None
    }

    /// Adds ` AND …` for everything but the period.
    fn restrict(&self, sql: &mut Sql);
}

/// The page that a connection field of `Region` asks for.
pub async fn region_page<R: RecordFilter>(
    context: ResolverContext<'_>,
    region: &RegionRef,
) -> Result<Arc<Connection<<R::Field as OrderField>::Record>>, FieldError> {
    let filter: R = argument(&context, "filter")?.unwrap_or_default();
    let order: Order<R::Field> = argument(&context, "orderBy")?.unwrap_or_default();
    let (_, window, wanted) = page_arguments(&context, &order)?;
    let period = match filter.period() {
        Some((column, text)) => Some((column, text.parse::<Period>()?)),
        None => None,
    };
    if region.scope().is_nothing() {
        return Ok(Arc::default());
    }
    let database = context.data_unchecked::<Database>();
    let page = fetch_page(database, &order, &window, wanted, |sql| {
        region.scope().restrict(sql, "committee_id", R::PLACE);
        if let Some((column, period)) = &period {
            push_within(sql, column, period);
        }
        filter.restrict(sql);
    });
    Ok(Arc::new(page.await?))
}

/// Adds ` AND …`: the date in the column lies in the period.
pub fn push_within(sql: &mut Sql, column: &str, period: &Period) {
    sql.push(format_args!(" AND {column} BETWEEN ")).push_bind(period.first);
    sql.push(" AND ").push_bind(period.last);
}
