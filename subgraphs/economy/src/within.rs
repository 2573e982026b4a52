//! Pages of what concerns a region, whoever owns it. Unlike what a site tells of its own records, this
//! depends on the region itself: the province's site is asked about any part of the province.

use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use qianzhan_network::{
    Database, FieldError,
    contract::argument,
    database::Sql,
    page::{Connection, Order, OrderField, fetch_page, page_arguments},
    region::{RecordFilter, RegionRef, push_code_within},
};

/// Digits by which a province is known.
const PROVINCE_DIGITS: usize = 2;

/// The page that a connection field of `Region` asks for: of rows whose `column` is a code inside.
pub(crate) async fn page_within<R: RecordFilter>(
    context: ResolverContext<'_>,
    region: &RegionRef,
    column: &'static str,
) -> Result<Arc<Connection<<R::Field as OrderField>::Record>>, FieldError> {
    let filter: R = argument(&context, "filter")?.unwrap_or_default();
    let order: Order<R::Field> = argument(&context, "orderBy")?.unwrap_or_default();
    let (_, window, wanted) = page_arguments(&context, &order)?;
    let code = region.code();
    let database = context.data_unchecked::<Database>();
    let page = fetch_page(database, &order, &window, wanted, |sql: &mut Sql| {
        sql.push(" AND ");
        if code.prefix().len() == PROVINCE_DIGITS {
            // Nearly all rows are inside: their order is walked, and SQLite is told so by the sign.
            sql.push_dialects("+", "");
        }
        push_code_within(sql, column, &code);
        filter.restrict(sql);
    });
    Ok(Arc::new(page.await?))
}
