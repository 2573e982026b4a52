//! How often codes were scanned, and appeals made at them: one statement for all that a request asks
//! of the same period.

use std::collections::HashMap;

use async_graphql::dynamic::ResolverContext;

use super::Code;
use crate::{
    answer::FieldError,
    contract::argument,
    database::{BatchLoader, Database, Row, Sql, StoreError},
    period::Period,
    record_id::RecordId,
    region::push_within,
};

/// Counts of codes, over a period if one is given.
pub(super) type CodeCounts = BatchLoader<(RecordId, Option<Period>), i64>;

/// Counts scans.
pub(super) fn scan_counts(database: &Database) -> CodeCounts {
    counts(database, "SELECT code_id, CAST(SUM(scans) AS BIGINT) FROM code_scans", "scanned_on")
}

/// Counts appeals.
pub(super) fn appeal_counts(database: &Database) -> CodeCounts {
    counts(database, "SELECT code_id, COUNT(*) FROM appeals", "received_on")
}

fn counts(database: &Database, select: &'static str, day: &'static str) -> CodeCounts {
    BatchLoader::new(
        database,
        move |database: Database, keys: Vec<(RecordId, Option<Period>)>| async move {
            let mut by_period: HashMap<Option<Period>, Vec<RecordId>> = HashMap::new();
            for (code, period) in keys {
                by_period.entry(period).or_default().push(code);
            }
            let mut counts = HashMap::new();
            for (period, codes) in by_period {
                let mut sql = Sql::new(select);
                sql.push(" WHERE code_id IN ").push_keys(&codes);
                if let Some(period) = &period {
                    push_within(&mut sql, day, period);
                }
                sql.push(" GROUP BY code_id");
                let found: Vec<(RecordId, i64)> = database.fetch_all(sql).await?;
                counts.extend(found.into_iter().map(|(code, count)| ((code, period), count)));
            }
            Ok::<_, StoreError>(counts)
        },
    )
}

/// The count of a code over the period that the field's argument names.
pub(super) async fn count_of(
    context: &ResolverContext<'_>,
    counts: &CodeCounts,
    code: &Row<Code>,
) -> Result<i64, FieldError> {
    let period: Option<String> = argument(context, "period")?;
    let period = period.as_deref().map(str::parse::<Period>).transpose()?;
    let field = context.field().name().to_owned();
    let siblings = || code.siblings().iter().map(|it| (it.id.clone(), period)).collect();
    let relation = code.relation((field, period));
    Ok(counts.load_among((code.id.clone(), period), relation, siblings).await?)
}
