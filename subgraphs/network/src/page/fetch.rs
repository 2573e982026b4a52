//! Fetches one page of a table: at most four statements, and only those that were asked for.

use super::{
    Connection, Order, OrderField, Wanted, Window,
    connection::Outside,
    keyset::{push_at_or_after, push_at_or_before, push_bounds, push_order},
};
use crate::{
    database::{Database, Row, Sql, StoreError},
    record::Record,
};

/// Fetches the page of a window over the rows that `restrict` leaves; it adds ` AND …` to a
/// statement as often as it likes.
pub async fn fetch_page<F: OrderField>(
    database: &Database,
    order: &Order<F>,
    window: &Window,
    wanted: Wanted,
    restrict: impl Fn(&mut Sql) + Send + Sync,
) -> Result<Connection<F::Record>, StoreError> {
    let from = |select: &str| {
        let mut sql = Sql::new(format!("{select} FROM {} WHERE 1 = 1", F::Record::TABLE));
        restrict(&mut sql);
        sql
    };
    fetch_page_of(database, order, window, wanted, from).await
}

/// Fetches the page of a window over the rows of a statement, which `from` begins with what is
/// selected and ends with a condition: ` AND …` may follow.
pub async fn fetch_page_of<F: OrderField>(
    database: &Database,
    order: &Order<F>,
    window: &Window,
    wanted: Wanted,
    from: impl Fn(&str) -> Sql + Send + Sync,
) -> Result<Connection<F::Record>, StoreError> {
    let mut outside = Outside::default();
    if wanted.total_count {
        let (count,): (i64,) = database.fetch_one(from("SELECT COUNT(*)")).await?;
        outside.total_count = Some(count);
    }
    let mut fetched = Vec::new();
    if wanted.rows {
        let mut sql = from(&format!("SELECT {}", F::Record::COLUMNS.join(", ")));
        push_bounds(&mut sql, order, window);
        sql.push(" ORDER BY ");
        push_order(&mut sql, order, window.is_backward);
        sql.push(" LIMIT ").push_bind(window.size as i64 + 1);
        fetched = database.fetch_all(sql).await?;
    }
    let exists = async |mut sql: Sql| {
        sql.push(" LIMIT 1");
        let rows: Vec<(i64,)> = database.fetch_all(sql).await?;
        Ok::<_, StoreError>(!rows.is_empty())
    };
    if let Some(after) = window.after.as_ref().filter(|_| wanted.has_previous_page) {
        let mut sql = from("SELECT CAST(1 AS BIGINT)");
        push_at_or_before(&mut sql, order, after);
        outside.has_earlier = exists(sql).await?;
    }
    if let Some(before) = window.before.as_ref().filter(|_| wanted.has_next_page) {
        let mut sql = from("SELECT CAST(1 AS BIGINT)");
        push_at_or_after(&mut sql, order, before);
        outside.has_later = exists(sql).await?;
    }
    let overflows = fetched.len() > window.size;
    fetched.truncate(window.size);
    Ok(Connection::assemble(order, window, Row::cohort(fetched), overflows, outside))
}
